"""Signing in through OpenID Connect: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1)."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import is_secure_transport
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from httpx2 import HTTPError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from desk.errors import SignInError
from desk.settings import OidcSettings
from desk.tokens import new_token

log = logging.getLogger("sodan.desk")
_TIMEOUT = 10  # seconds
_LEEWAY = 60  # seconds by which clocks may differ
_ALGORITHMS = ["RS256", "PS256", "ES256"]
_FAILED = "組織のアカウントでのログインを確かめられませんでした。もう一度お試しください。"


@dataclass(frozen=True, slots=True)
class Journey:
    """One way to the provider and back: ``url`` to go to, and what must come back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What the provider says of a person: who (``issuer`` and ``subject``), and what the roles are read from."""

    issuer: str
    subject: str
    email: str
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider; it is asked for its addresses and keys each time, so that it may change them."""

    settings: OidcSettings
    redirect: str

    def set_out(self) -> Journey:
        """A new journey; raises SignInError where the provider cannot be reached."""
        state, nonce, verifier = new_token(), new_token(), new_token()
        with self._client() as client:
            metadata = self._metadata(client)
            url, _ = client.create_authorization_url(
                metadata["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return Journey(url, state, nonce, verifier)

    def come_back(self, code: str, nonce: str, verifier: str) -> Claims:
        """What the ID token for ``code`` says, verified; raises SignInError, the reason in the log alone."""
        with self._client() as client:
            metadata = self._metadata(client)
            try:
                token = client.fetch_token(
                    metadata["token_endpoint"], code=code, code_verifier=verifier, grant_type="authorization_code"
                )
                keys = KeySet.import_key_set(cast(KeySetSerialization, _json(client, metadata["jwks_uri"])))
                claims = self._verified(token, keys, nonce)
            except (AuthlibBaseError, HTTPError, JoseError, ValueError, KeyError, TypeError) as error:
                log.warning("OpenID Connect: %s: %s", type(error).__name__, error)
                raise SignInError(_FAILED) from None
        values = claims.get(self.settings.role_claim, ())
        return Claims(
            self.settings.issuer,
            str(claims["sub"]),
            str(claims.get("email", "")),
            str(claims.get("name") or claims.get("preferred_username") or claims.get("email", "")),
            tuple(values) if isinstance(values, list) else (str(values),),
        )

    def _verified(self, token: Mapping[str, Any], keys: KeySet, nonce: str) -> CodeIDToken:
        decoded = jwt.decode(token["id_token"], keys, algorithms=_ALGORITHMS)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": self.settings.issuer},
                "aud": {"essential": True, "value": self.settings.client_id},
            },
            {"nonce": nonce, "client_id": self.settings.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(leeway=_LEEWAY)
        return claims

    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            self.settings.client_id,
            self.settings.client_secret,
            scope="openid email profile",
            redirect_uri=self.redirect,
            code_challenge_method="S256",
            timeout=_TIMEOUT,
        )

    def _metadata(self, client: OAuth2Client) -> dict[str, Any]:
        """The provider's description of itself; raises SignInError where it is not there or not its own."""
        issuer = self.settings.issuer
        if not is_secure_transport(issuer):
            raise SignInError("SODAN_OIDC_ISSUER は https:// で始めてください。管理者に連絡してください。")
        try:
            metadata = _json(client, issuer.rstrip("/") + "/.well-known/openid-configuration")
            if metadata["issuer"] != issuer:
                raise ValueError(f"issuer {metadata['issuer']!r}")
        except (HTTPError, ValueError, KeyError, TypeError) as error:
            log.warning("OpenID Connect: %s: %s", type(error).__name__, error)
            raise SignInError("組織の認証サーバーにつながりません。管理者に連絡してください。") from None
        return metadata


def _json(client: OAuth2Client, url: str) -> dict[str, Any]:
    answer = client.request("GET", url, withhold_token=True)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found
