"""What the people of the demo practice are called, where they live and what they do. Nobody of them exists."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Names that go together; `weight` is how often such a family comes."""

    weight: int
    last: tuple[str, ...]
    female: tuple[str, ...]
    male: tuple[str, ...]
    language: str = "de"
    female_ending: tuple[str, str] = (
        "",
        "",
    )  # what becomes of a last name: („ski“, „ska“)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


ORIGINS = (
    Origin(
        70,
        _words(
            "Müller, Schmidt, Schneider, Fischer, Weber, Meyer, Meier, Mayr, Wagner, Becker, Schulz, Schulze, Hoffmann, "
            "Schäfer, Koch, Bauer, Richter, Klein, Wolf, Schröder, Neumann, Schwarz, Zimmermann, Braun, Krüger, Hofmann, "
            "Hartmann, Lange, Schmitt, Werner, Krause, Lehmann, Köhler, Maier, Herrmann, König, Walter, Mayer, Huber, "
            "Kaiser, Fuchs, Peters, Lang, Scholz, Möller, Weiß, Jung, Hahn, Schubert, Vogel, Friedrich, Keller, Günther, "
            "Frank, Berger, Winkler, Roth, Beck, Lorenz, Baumann, Franke, Albrecht, Schuster, Simon, Ludwig, Böhm, Winter, "
            "Kraus, Martin, Schumacher, Krämer, Vogt, Stein, Jäger, Otto, Sommer, Groß, Seidel, Heinrich, Brandt, Haas, "
            "Schreiber, Graf, Dietrich, Ziegler, Kuhn, Kühn, Pohl, Engel, Horn, Busch, Bergmann, Thomas, Voigt, Sauer, "
            "Arnold, Pfeiffer, Hübner, Wünsche, Größler, Mößner, Käßbohrer, Stübner, Löwe, Rößler, Göbel, Jänicke, Noack, "
            "Kretzschmar, Zschoche, Gärtner, Hänsel, Böttcher, Fröhlich, Süß, Wöhrl, Üblacker, Öhler, Oehme, Kästner, "
            "von Hardenberg, von der Heide, zu Löwenstein, vom Hofe, van Dyk, de Boer, Müller-Lüdenscheidt, "
            "Schulze-Röbbecke, Weiß-Hoffmann, Lange-Krämer, Köhler-Brandt, Jäger-Voß"
        ),
        _words(
            "Anna, Lena, Marie, Sophie, Hannah, Emilia, Mia, Johanna, Lea, Laura, Julia, Sarah, Katharina, Christine, "
            "Sabine, Petra, Monika, Ursula, Renate, Gisela, Karin, Ingrid, Brigitte, Heike, Silke, Antje, Katrin, Kerstin, "
            "Susanne, Nicole, Stefanie, Melanie, Franziska, Theresa, Charlotte, Frieda, Greta, Ida, Clara, Paula, Jördis, "
            "Käthe, Bärbel, Zoë, Anneliese, Annemarie, Anna-Lena, Eva-Maria, Karla, Wiebke, Swantje, Mandy, Cindy, Doreen"
        ),
        _words(
            "Lukas, Leon, Paul, Jonas, Felix, Maximilian, Elias, Noah, Ben, Finn, Moritz, Jakob, Anton, Emil, Oskar, "
            "Thomas, Andreas, Michael, Stefan, Frank, Jürgen, Jörg, Günter, Klaus, Dieter, Wolfgang, Peter, Uwe, Ralf, "
            "Matthias, Sebastian, Tobias, Daniel, Florian, Philipp, Steffen, René, André, Hans-Jürgen, Karl-Heinz, Björn, "
            "Sören, Götz, Falk, Ronny, Enrico, Maik, Friedrich, Theodor, Konstantin, Till, Jannes, Hannes, Bruno"
        ),
    ),
    Origin(
        8,
        _words(
            "Yılmaz, Kaya, Demir, Şahin, Çelik, Yıldız, Öztürk, Aydın, Özdemir, Arslan, Doğan, Kılıç, Çetin, Koç, Güneş"
        ),
        _words("Ayşe, Fatma, Elif, Zeynep, Emine, Merve, Büşra, Gülşen, Özlem, Derya, İpek, Sibel, Nazlı, Aylin"),
        _words("Mehmet, Mustafa, Ahmet, Ali, Hüseyin, Hasan, İbrahim, Murat, Emre, Can, Cem, Deniz, Umut, Yusuf"),
        "tr",
    ),
    Origin(
        7,
        _words(
            "Kowalski, Nowak, Wiśniewski, Wójcik, Kamiński, Lewandowski, Zieliński, Szymański, Dąbrowski, Łukasiewicz, Żak"
        ),
        _words("Agnieszka, Małgorzata, Katarzyna, Magdalena, Joanna, Ewa, Zofia, Beata, Łucja"),
        _words("Piotr, Krzysztof, Paweł, Tomasz, Łukasz, Michał, Grzegorz, Stanisław, Wojciech"),
        "pl",
        ("ski", "ska"),
    ),
    Origin(
        5,
        _words("Nguyễn, Trần, Lê, Phạm, Hoàng, Vũ, Đặng, Bùi, Đỗ"),
        _words("Thị Hương, Linh, Thu Hà, Mai Anh, Ngọc Ánh, Phương, Thanh Thảo, Lan"),
        _words("Văn Minh, Đức Anh, Quang Huy, Minh Tuấn, Hải, Thành, Việt Hùng, Long"),
        "vi",
    ),
    Origin(
        4,
        _words("Iwanow, Petrow, Schewtschenko, Bondarenko, Kowalenko, Melnyk, Hawryluk, Tkatschenko"),
        _words("Oksana, Natalija, Swetlana, Olena, Iryna, Kateryna, Halyna"),
        _words("Dmytro, Andrij, Sergej, Oleksandr, Igor, Wiktor, Taras"),
        "uk",
    ),
    Origin(
        4,
        _words("al-Hassan, Haddad, Khalil, al-Masri, Ibrahim, Rahimi, Karimi, Ahmadi"),
        _words("Fatima, Layla, Amira, Nour, Maryam, Samira, Yasmin"),
        _words("Omar, Yusuf, Karim, Tarek, Samir, Reza, Bilal"),
        "ar",
    ),
    Origin(
        2,
        _words(
            "Rossi, Esposito, D’Angelo, García López, Fernández, O’Connor, Da Silva, Françoise-Lefèvre, Sørensen, Novák"
        ),
        _words("Chiara, Giulia, María José, Inês, Siobhán, Aurélie, Astrid, Tereza"),
        _words("Luca, Matteo, José, João, Seán, Loïc, Søren, Jiří"),
    ),
)

STREETS = _words(
    "Lindenallee, Karl-Liebknecht-Straße, Könneritzstraße, Zschochersche Straße, Eisenbahnstraße, Gießerstraße, "
    "Schönefelder Allee, Möckernsche Straße, Brühl, Am Mühlgraben, An der Parthe, Straße des 18. Oktober, Körnerstraße, "
    "Kochstraße, Wurzner Straße, Delitzscher Straße, Georg-Schumann-Straße, Käthe-Kollwitz-Straße, Weißenfelser Straße, "
    "Gottschedstraße, Erich-Zeigner-Allee, Stöckelstraße, Rosa-Luxemburg-Straße, Prager Straße, Riebeckstraße, Am Bogen, "
    "Pölitzstraße, Lützner Straße, Merseburger Straße, Windmühlenweg, Gärtnerweg, Zum Harfenacker, Kirchgasse, Feldweg"
)
TOWNS = tuple(
    (place[:5], place[6:])
    for place in (
        *(
            "04103 Leipzig",
            "04105 Leipzig",
            "04107 Leipzig",
            "04109 Leipzig",
            "04129 Leipzig",
            "04155 Leipzig",
        ),
        *(
            "04157 Leipzig",
            "04177 Leipzig",
            "04179 Leipzig",
            "04205 Leipzig",
            "04229 Leipzig",
            "04275 Leipzig",
        ),
        *(
            "04277 Leipzig",
            "04299 Leipzig",
            "04315 Leipzig",
            "04317 Leipzig",
            "04347 Leipzig",
            "04416 Markkleeberg",
        ),
        *(
            "04420 Markranstädt",
            "04425 Taucha",
            "04435 Schkeuditz",
            "04442 Zwenkau",
            "04552 Borna",
            "04564 Böhlen",
        ),
        *(
            "04668 Grimma",
            "04683 Naunhof",
            "04808 Wurzen",
            "04509 Delitzsch",
            "04838 Eilenburg",
            "06108 Halle (Saale)",
        ),
    )
)
NORTHERN_TOWNS = (
    ("24103", "Kiel"),
    ("24943", "Flensburg"),
    ("25813", "Husum"),
    ("24837", "Schleswig"),
    ("24340", "Eckernförde"),
)
OCCUPATIONS = _words(
    "Erzieherin, Lehrer, Krankenpfleger, Ingenieurin, Verkäufer, Studentin, Bürokaufmann, Softwareentwicklerin, "
    "Architektin, Bäckermeister, Straßenbahnfahrer, Musikerin, Altenpflegerin, Rentner, Tischlerin, Sozialarbeiter, "
    "Friseurmeisterin, Logistikplaner, Physikerin, Koch, Fotografin, Verwaltungsfachangestellte, Gärtner, Übersetzerin"
)
EMPLOYERS = _words(
    "Stadtwerke Lindental, Kita Regenbogen, Autohaus Böhm, Verlag am Brühl, Klinikum Parthenaue, Bäckerei Süß, "
    "Hochschule Lindenhof, Möbelhaus Größler, Spedition Kranich, Musikschule Tonart"
)
INSURERS = _words(
    "Lindenkasse, Mitteldeutsche Betriebskasse, Sonnenkasse, Handwerkerkasse Sachsen, Debora Privatversicherung, "
    "Nordstern Krankenversicherung"
)
FAMILY_STATES = _words("ledig, verheiratet, geschieden, verwitwet, eingetragene Lebenspartnerschaft")
TAGS = {
    "Privat": "green",
    "Beihilfe": "blue",
    "Online": "teal",
    "Kinder": "amber",
    "Paarberatung": "pink",
    "Gruppe Achtsamkeit": "purple",
    "Coaching": "indigo",
    "Rückruf": "red",
    "Abendtermin": "gray",
    "Bericht offen": "orange",
}
ALERTS = _words(
    "Penicillinallergie, Latexallergie, Hört schwer: bitte von vorn ansprechen, Rollstuhl: Raum 2 im Erdgeschoss, "
    "Epilepsie: Notfallplan in der Akte, Nur auf dem Mobiltelefon anrufen, Angst vor Hunden"
)
DOCTORS = (  # role, practice
    ("Hausärztin", "Hausarztpraxis am Brühl"),
    ("Hausarzt", "Gemeinschaftspraxis Südplatz"),
    ("Hausärztin", "Hausärztliche Praxis Plagwitz"),
    ("Hausarzt", "Praxis an der Parthe"),
    ("Hausärztin", "Landarztpraxis Naunhof"),
    ("Hausarzt", "Hausarztzentrum Markkleeberg"),
    ("Kinderärztin", "Kinderarztpraxis Gohlis"),
    ("Kinderarzt", "Kinder- und Jugendarztpraxis Lindenau"),
    ("Psychiaterin", "Nervenärztliche Praxis am Rosental"),
    ("Psychiater", "Psychiatrische Praxis Connewitz"),
    ("Orthopäde", "Orthopädie am Augustusplatz"),
    ("Neurologin", "Neurologische Praxis Reudnitz"),
    ("Gynäkologin", "Frauenarztpraxis Schleußig"),
    ("Kardiologe", "Herzpraxis Leipzig-Ost"),
    ("Psychotherapeutin", "Psychotherapie Könneritzstraße"),
    ("Logopädin", "Logopädie am Markt"),
)
INSTITUTIONS = (  # name, role
    ("Lindenkasse, Geschäftsstelle Leipzig", "Krankenkasse"),
    ("Mitteldeutsche Betriebskasse", "Krankenkasse"),
    ("Sonnenkasse", "Krankenkasse"),
    ("Debora Privatversicherung", "Versicherung"),
    ("Nordstern Krankenversicherung", "Versicherung"),
    ("Beihilfestelle Sachsen-Mitte", "Beihilfe"),
    ("Grundschule am Auwald", "Schule"),
    ("Oberschule Wilhelm Busch", "Schule"),
    ("Käthe-Gymnasium", "Schule"),
    ("Kita Regenbogen", "Kindertagesstätte"),
    ("Förderzentrum Parthenaue", "Schule"),
    ("Klinikum Parthenaue, Station 4", "Klinik"),
    ("Tagesklinik Lindental", "Klinik"),
    ("Reha-Zentrum Muldental", "Klinik"),
    ("Jugendamt, Bezirk Süd", "Jugendamt"),
    ("Betreuungsverein Lindental e. V.", "Betreuung"),
    ("Frauenberatung Leipzig-West", "Beratungsstelle"),
    ("Stadtwerke Lindental, Betriebsarzt", "Arbeitgeber"),
)
