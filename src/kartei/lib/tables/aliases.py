"""By which headings a column is known.

German and English headings and the exact ones of Carepatron, SimplePractice, Jane, Cliniko, Google, German Outlook,
German practice software and our own export. Compared folded, so case, umlauts, blanks and signs do not count.
"""

import re
from functools import cache

from kartei.lib.textkey import words

# target = headings, separated by „;“. A target is a field, or a field and its group: phone.mobile, street.work. The
# last line has columns of other systems that say nothing about a person; they are proposed to be left out, openly.
_HEADINGS = """
salutation = Anrede; Salutation
title = Titel; akad. Titel; akademischer Titel; Title; Academic Title; Name Prefix; Präfix; Titles
first_name = Vorname; vname; Rufname; Given Name; Forename; First Name; Vornamen; Firstname; Patient First Name
middle_name = Middle Name; Weitere Vornamen; Zweiter Vorname; Mittelname; Additional Name; Middle Names
last_name = Nachname; Familienname; nname; Surname; Family Name; Last Name; Zuname; Lastname; Patient Last Name
full_name = Name, Vorname; Vorname, Name; Nachname, Vorname; Vorname Nachname; Vor- und Nachname; Full Name; Client;
    Patient; Kunde; Klient; Klientin; Patientin; Client Name; Patient Name; Patientenname; Vollständiger Name; Name
    des Klienten
name = Name
name_prefix = Vorsatzwort; Namenszusatz; Namensvorsatz; Vorsatz; Name prefix (von, de)
preferred_name = Preferred Name; Preferred First Name; Nickname; Spitzname; Bevorzugter Name; Gewünschter Name
birth_name = Geburtsname; Birth Name; Maiden Name; Mädchenname; geborene
pronouns = Pronouns; Pronomen
gender = Gender; Identifying Gender; Gender Identity; Geschlechtsidentität; Geschlecht
sex = Sex; Sex at Birth; Biologisches Geschlecht; Administrative Gender
birth_date = Geburtsdatum; GebDat; geb.; Geburtstag; Geb.-Datum; geboren; geboren am; DOB; Birth Date; Birthday;
    Birthdate; Date of Birth; Geb.
died_on = Deceased At; Verstorben am; Died on; Todestag; Date of Death
email = E-Mail; EMail; Mail; E-Mail-Adresse; Email Address; E-Mail 1; E-Mail privat; Mailadresse; Email
email.2 = E-Mail 2; E-Mail 2: Adresse; Weitere E-Mail; Email 2; Secondary Email
email.3 = E-Mail 3; E-Mail 3: Adresse; Email 3
email.work = E-Mail geschäftlich; E-Mail dienstlich; Work Email; E-Mail Arbeit
phone = Telefon; Tel.; Phone; Phone Number; Telefonnummer; Haupttelefon; Telefon 1; Tel.-Nr.; Telefonnr.; Rufnummer;
    Telephone; Main Phone
phone.home = Festnetz; Telefon privat; Telefon privat 2; Home Phone; Tel. privat; Telefon (privat)
phone.mobile = Mobil; Handy; Mobiltelefon; Mobiltelefon 2; Mobilnr.; Mobilnummer; Handynummer; Cell; Cell Phone;
    Mobile; Mobile Phone; Mobile Number; Autotelefon
phone.work = Telefon geschäftlich; Telefon geschäftlich 2; Telefon dienstlich; Work Phone; Business Phone; Telefon
    Firma; Tel. dienstlich; Telefon Arbeit; Tel. geschäftlich; Telefon (geschäftlich)
phone.fax = Fax; Telefax; Fax Phone; Fax privat; Fax geschäftlich; Weiteres Fax; Faxnummer
phone.other = Weiteres Telefon; Telefon 2; Other Phone; ISDN; Pager; Telex; Telefon für Hörbehinderte
address = Anschrift; Adresse; Address; Postanschrift; Wohnanschrift; Full Address
street = Straße; Strasse; Str.; Straße und Hausnummer; Straße und Nr.; Straße Nr.; Straße, Hausnummer; Address Line 1;
    Street; Street Address; Address 1; Straße privat; Street and number
house_number = Hausnummer; Haus-Nr.; Hausnr.; House Number
street2 = Address Line 2; Street Address 2; Address 2; Adresszusatz; Anschriftenzusatz; Zusatz; Straße privat 2; Extra
    line; Zusatzzeile; Postfach privat; Adresse 2
street3 = Address Line 3; Address 3; Straße privat 3
postcode = PLZ; Postleitzahl; Zip; Postcode; Post Code; Postal; Postal Code; Zip Code; Postleitzahl privat
city = Ort; Stadt; Wohnort; City; Town; Ort privat
postcode_city = PLZ Ort; PLZ/Ort; PLZ und Ort; PLZ, Ort; Zip City
region = Region; Bundesland; Bundesland/Kanton; State; Province; Bundesland/Kanton privat; Kanton
country = Land; Country; Country Code; Staat; Land/Region; Land/Region privat; Ländercode
street.work = Straße geschäftlich
street2.work = Straße geschäftlich 2; Postfach geschäftlich
street3.work = Straße geschäftlich 3
city.work = Ort geschäftlich
region.work = Region geschäftlich
postcode.work = Postleitzahl geschäftlich
country.work = Land/Region geschäftlich
street.other = Weitere Straße
street2.other = Weitere Straße 2; Weiteres Postfach
street3.other = Weitere Straße 3
city.other = Weiterer Ort
region.other = Weiteres/r Bundesland/Kanton
postcode.other = Weitere Postleitzahl
country.other = Weiteres/e Land/Region
language = Sprache; Language; Muttersprache; Preferred Language
form_of_address = Anredeform; Form of address; Du/Sie; Sie/Du
time_zone = Time Zone; Zeitzone; Timezone
tags = Stichworte; Stichwörter; Schlagwörter; Schlagworte; Kategorien; Kategorie; Tags; Tag; Labels; Categories;
    Groups; Gruppen; Gruppe
status = Status; Active/Inactive; Aktiv/Inaktiv; Client Status; Patientenstatus
kind = Client or Contact; Klient oder Kontakt; Typ; Type; Art; Record Type; Kundentyp
number = Klientennummer; Client Number; Nummer; Number; K-Nr.
external_id = Patientennummer; PatNr; Pat-Nr.; Pat-ID; Kundennummer; KdNr; Debitor; Debitorennummer; Nr.; Nr; ID;
    Patient Number; Patient ID; Patienten-ID; Client ID; Identification Number; External ID; Externe ID; Kunden-ID
assigned = Assigned To; Zugewiesen an; Zugewiesen; Primary Clinician; Behandler; Behandlerin; Therapeut; Therapeutin;
    Practitioner; Clinician; Assigned team; Zuständig
occupation = Occupation; Beruf; Job Title; Organization Title; Position; Tätigkeit
employer = Employer; Arbeitgeber; Firma; Company; Organization Name; Organisation; Organization; Unternehmen;
    Institution
family_state = Relationship Status; Familienstand; Marital Status; Family state
insurer = Krankenkasse; Kostenträger; Versicherung; Primary Insurance; Insurance; Krankenversicherung; Versicherer;
    Kasse
insurance_number = Insurance ID; Personal Health Number; Versicherungsnummer; Versichertennummer; Insurance number;
    KVNR; Versicherten-Nr.; Health Card Number; Member ID
has_aid = Beihilfe; Beihilfeberechtigt; Entitled to aid (Beihilfe)
alerts = Medical Alert; Medical Alerts; Alert; Alerts; Warnhinweis; Warnhinweise; Hinweise; Allergien; Allergies
note = Bemerkung; Bemerkungen; Notiz; Notizen; Kommentar; Notes; Note; Anmerkung; Anmerkungen; Comment; Comments; Memo
registered_on = Member Since; Date Added; Created At; Patient seit; Kunde seit; Aufnahmedatum; Erfasst am; Created;
    Angelegt am; Registered on
archived_on = Archived At; Archiviert am
guardian.name = Guardian Name; Sorgeberechtigte; Sorgeberechtigter; Erziehungsberechtigte; Erziehungsberechtigter;
    Parent/Guardian; Gesetzlicher Vertreter; Guardian
guardian.phone = Guardian Phone
guardian.email = Guardian Email
family_doctor.name = Family Doctor Name; Family Doctor; Hausarzt; Hausärztin; GP; General Practitioner
family_doctor.phone = Family Doctor Phone
family_doctor.email = Family Doctor Email
emergency.name = Emergency Contact Name; Emergency Contact; Notfallkontakt; Notfallkontakt Name
emergency.phone = Emergency Contact Phone; Notfallkontakt Telefon; Notfallnummer
emergency.relationship = Emergency Contact Relationship; Notfallkontakt Beziehung
referrer.name = Referring Professional Name; Überweiser; Überweisender Arzt; Empfohlen von; Zuweiser; Referring Doctor
referrer.phone = Referring Professional Phone
referrer.email = Referring Professional Email
payer.name = Invoice Default To; Rechnungsempfänger; Billing recipient; Zahler; Payer; Rechnung an
consent.privacy = Accepted Privacy Policy; Privacy notice received; Datenschutz; Datenschutzerklärung; Einwilligung
    Datenschutz; DSGVO
consent.marketing = Marketing Email Opt-In; Accepted Email Marketing; Newsletter; News and offers; Marketing;
    Einwilligung Werbung
consent.email = May be written to by e-mail; Darf per E-Mail angeschrieben werden; Kontakt per E-Mail
consent.text = May get text messages; SMS erlaubt
consent.voicemail = Messages may be left on the answering machine

skip = E-Mail-Typ; E-Mail: Angezeigter Name; E-Mail 2: Typ; E-Mail 2: Angezeigter Name; E-Mail 3: Typ; E-Mail 3:
    Angezeigter Name; Priorität; Privat; Vertraulichkeit; Internet Frei/Gebucht; Initialen; Photo; Verzeichnisserver;
    Phonetic First Name; Phonetic Middle Name; Phonetic Last Name
"""

# headings by which an export of a known system is told, and the name under which its numbers are kept
_FINGERPRINTS = {
    "carepatron": "Client or Contact; Identification Number; Assigned To",
    "jane": "Patient Number; Member Since; Personal Health Number",
    "cliniko": "Patient ID; Preferred First Name; Accepted Privacy Policy",
    "simplepractice": "Client; Date Added; Primary Clinician",
    "google": "Name Prefix; File As; Labels",
    "outlook": "Weitere Vornamen; Straße privat; Verzeichnisserver",
}


def key(heading: str) -> str:
    """Give a heading as it is compared."""
    return "".join(words(heading))


@cache
def table() -> dict[str, str]:
    """Give the target of each folded heading."""
    lines = re.sub(r"\n +", " ", _HEADINGS).strip().splitlines()
    pairs = (line.split(" = ") for line in lines if line)
    return {key(heading): target for target, headings in pairs for heading in headings.split(";")}


@cache
def fingerprints() -> dict[str, frozenset[str]]:
    """Give the folded headings that tell a system."""
    return {system: frozenset(map(key, headings.split(";"))) for system, headings in _FINGERPRINTS.items()}
