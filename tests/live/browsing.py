"""A browser as far as the tests need one: forms, cookies, and an address that can be told."""

import http.client
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

# What a visitor of the blog must never find again in what we store; see `secrets`.
VISITOR = "127.0.0.9"
AGENT = "NavegadorSecreto/1.0"
MAIL = "secreta@correo.example"
SECRETS = (VISITOR, AGENT, "correo.example", "gravatar")


class _From(http.client.HTTPConnection):
    def __init__(self, host: str, **rest: object) -> None:
        super().__init__(host, source_address=(VISITOR, 0), timeout=30)


class _FromVisitor(urllib.request.HTTPHandler):
    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_From, request)


class Browser:
    """Keeps cookies, follows redirects, comes from VISITOR."""

    def __init__(self) -> None:
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        no_proxy = urllib.request.ProxyHandler({})
        self._opener = urllib.request.build_opener(no_proxy, _FromVisitor, cookies)
        self._opener.addheaders = [("User-Agent", AGENT)]

    def get(self, url: str, *, status: int = 200) -> bytes:
        try:
            answer = self._opener.open(url)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            assert answer.status == status, f"{url}: {answer.status}"
            return bytes(answer.read())

    def post(self, url: str, /, **form: object) -> tuple[str, bytes]:
        """Where the form led to, and what stands there."""
        data = urllib.parse.urlencode(form).encode()
        with self._opener.open(url, data) as answer:
            return answer.url, bytes(answer.read())
