"""A small OpenID Connect provider in a process of its own: discovery, keys, RS256 ID tokens, PKCE checked.

``python -m tests.api.desk.provider PORT``. The ``mode`` that a test posts says what is wrong with the next ID token.
"""

import base64
import hashlib
import sys
import time
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

CLIENT, SECRET = "sodan-desk", "a secret & more"
KEY = RSAKey.generate_key(2048, {"kid": "mihon", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "mihon", "use": "sig"})


def provider(port: int) -> Starlette:
    issuer = f"http://127.0.0.1:{port}"
    said: dict[str, dict[str, str]] = {}
    told = {"mode": "good", "sub": "123", "email": "taro@mihon.example", "roles": "helpdesk"}

    async def discovery(_: Request) -> JSONResponse:
        return JSONResponse(
            {
                "issuer": "http://127.0.0.1:1" if told["mode"] == "another issuer" else issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/jwks",
            }
        )

    async def jwks(_: Request) -> JSONResponse:
        return JSONResponse(KeySet([KEY]).as_dict(private=False))

    async def authorize(request: Request) -> RedirectResponse:
        asked = dict(request.query_params)
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(said)}"
        said[code] = asked
        return RedirectResponse(asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]}), 302)

    async def token(request: Request) -> JSONResponse:
        given = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = said.pop(given.get("code", ""), None)
        basic = base64.b64decode(request.headers.get("authorization", "Basic ").split(" ")[1]).decode()
        challenge = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proven = asked and asked["code_challenge"] == base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if not proven or basic != f"{CLIENT}:{SECRET}" or given["redirect_uri"] != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": id_token(asked["nonce"])})

    def id_token(nonce: str) -> str:
        mode, at = told["mode"], int(time.time())
        expires = at - 3600 if mode == "expired" else at + 300
        claims = {
            "iss": "http://127.0.0.1:1" if mode == "wrong issuer" else issuer,
            "aud": "another-client" if mode == "wrong audience" else CLIENT,
            "nonce": "another" if mode == "wrong nonce" else nonce,
            "sub": told["sub"], "email": told["email"], "name": "見本 太郎", "roles": told["roles"].split(),
            "iat": at - 3700 if mode == "expired" else at, "exp": expires,
        }  # fmt: skip
        if mode == "no nonce":
            del claims["nonce"]
        return jwt.encode({"alg": "RS256", "kid": "mihon"}, claims, OTHER if mode == "wrong key" else KEY)

    async def be(request: Request) -> JSONResponse:
        told.update(await request.json())
        return JSONResponse(told)

    routes = [
        Route("/.well-known/openid-configuration", discovery),
        Route("/jwks", jwks),
        Route("/authorize", authorize),
        Route("/token", token, methods=["POST"]),
        Route("/be", be, methods=["POST"]),
    ]
    return Starlette(routes=routes)


if __name__ == "__main__":
    uvicorn.run(provider(int(sys.argv[1])), port=int(sys.argv[1]), log_level="warning")
