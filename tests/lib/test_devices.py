import pytest

from kartei.lib.devices import device

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
WIN = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
IOS = "AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (f"{WIN} {KIT} Chrome/140.0.0.0 Safari/537.36", "Chrome", "Windows"),
        (f"{WIN} {KIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge", "Windows"),
        (f"{WIN} {KIT} Chrome/140.0.0.0 Safari/537.36 OPR/120.0.0.0", "Opera", "Windows"),
        (f"{WIN} {KIT} Chrome/140.0.0.0 Safari/537.36 Vivaldi/7.6", "Vivaldi", "Windows"),
        (f"{MAC} {IOS} Version/18.5 Safari/605.1.15", "Safari", "macOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " + KIT + " Chrome/140.0.0.0 Safari/537.36", "Chrome", "ChromeOS"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {KIT} Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome", "Android"),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {KIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
            "Samsung Internet",
            "Android",
        ),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox", "Android"),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) {IOS} Version/18.5 Mobile/15E148 Safari/604.1",
            "Safari",
            "iPhone",
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) {IOS} CriOS/140.0 Mobile/15E148 Safari/604.1",
            "Chrome",
            "iPhone",
        ),
        (
            f"Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) {IOS} FxiOS/140.0 Mobile/15E148 Safari/604.1",
            "Firefox",
            "iPad",
        ),
        ("curl/8.5.0", "curl", ""),
        ("", "", ""),
        ("☃", "", ""),
    ],
)
def test_browsers_are_known_though_most_claim_to_be_another_one(agent: str, browser: str, system: str) -> None:
    assert device(agent) == (browser, system)
