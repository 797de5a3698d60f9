"""Signs schemathesis in, as CONGDOAN_USER with CONGDOAN_PASSWORD.

Operations below /auth/ end sessions and guess passwords, which blocks the account they are tried on; they get an account of
their own, CONGDOAN_SPARE_USER. Failed sign-ins also block the address they come from. The server must therefore run with
`--trusted-proxies 127.0.0.1`, so that each of our own sign-ins can come from another address.

It also says how bodies are sent that are neither JSON nor forms.
"""

import itertools
import os

import requests
import schemathesis



@schemathesis.serializer("application/offset+octet-stream", "text/csv")
def as_it_is(context, value):
    """Bytes go out as they are, anything else as text."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


_addresses = (f"10.{a}.{b}.{c}" for a, b, c in itertools.product(range(1, 255), repeat=3))


def _sign_in(base, username):
    answer = requests.post(
        f"{base}/api/v1/auth/login",
        json={"username": username, "password": os.environ["CONGDOAN_PASSWORD"]},
        headers={"X-Forwarded-For": next(_addresses)},
        timeout=10,
    )
    answer.raise_for_status()
    return answer.json()["access_token"]


class _Bearer:
    """The token of one account. A 401 makes schemathesis ask for another."""

    variable = "CONGDOAN_USER"

    def get(self, case, context):
        base = context.operation.schema.get_base_url().rstrip("/")
        return _sign_in(base, os.environ[self.variable])

    def set(self, case, data, context):
        if data:
            case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.auth(refresh_interval=300).skip_for(path_regex="^/api/v1/auth/")
class Account(_Bearer):
    """The account under test."""


@schemathesis.auth(refresh_interval=300).apply_to(path_regex="^/api/v1/auth/")
class Spare(_Bearer):
    """The account that may be locked out; then its requests go without a token, which is 401."""

    variable = "CONGDOAN_SPARE_USER"

    def get(self, case, context):
        try:
            return super().get(case, context)
        except requests.HTTPError:
            return ""
