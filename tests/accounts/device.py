"""A device that keeps passkeys, in software: what `navigator.credentials` would answer."""

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client as Browser
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

SITE, ORIGIN = "localhost", "http://localhost:8000"


class Device:
    """One passkey. `is_verified`: finger, face or PIN were right."""

    def __init__(self, *, origin: str = ORIGIN, is_verified: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.origin = origin
        self.flags = 0x01 | (0x04 if is_verified else 0)
        self.user_handle = ""

    def create(self, options: dict[str, Any]) -> str:
        """The answer to the options of `create`, as JSON."""
        told = options["publicKey"]
        self.user_handle = told["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(bytes(16), self.id, public)
        data = AuthenticatorData.create(self._site(), self.flags | 0x40, 0, bytes(credential))
        answer = {
            "clientDataJSON": websafe_encode(self._client("webauthn.create", told["challenge"])),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        }
        return self._written(answer, {"credProps": {"rk": True}})

    def get(self, options: dict[str, Any]) -> str:
        """The answer to the options of `get`, as JSON."""
        data = bytes(AuthenticatorData.create(self._site(), self.flags, 0))
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": self.user_handle,
        }
        return self._written(answer, {})

    def _site(self) -> bytes:
        return hashlib.sha256(SITE.encode()).digest()

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _written(self, response: dict[str, Any], extensions: dict[str, Any]) -> str:
        name = websafe_encode(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": extensions,
                "authenticatorAttachment": "platform",
            }
        )


def add_passkey(browser: Browser, device: Device, name: str = "") -> Any:
    """Through the page, as a fresh login."""
    options = browser.post("/profile/passkeys/new/options/").json()
    return browser.post("/profile/passkeys/new/", {"name": name, "credential": device.create(options)})


def log_in_by(device: Device, browser: Browser | None = None, **more: str) -> Any:
    """With nothing but a passkey."""
    browser = browser or Browser()
    options = browser.post("/login/passkey/options/").json()
    return browser.post("/login/passkey/", {"credential": device.get(options), **more})
