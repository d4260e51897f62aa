"""The invented site on real sockets: three servers, keep-alive, counting, a profile for the crawler."""

import http.client
import threading
from urllib.parse import urlsplit

import httpx
import pytest
from demo_stories import small_site

from dimash_archive.demo import serve
from dimash_archive.demo.newsroom.story import LANGS
from dimash_archive.site import Site


def test_three_editions_answer_on_ports_of_their_own() -> None:
    """Each edition speaks its language, and its links and truth name the ports that were bound."""
    site = small_site(6)
    with serve(site) as server, httpx.Client() as client:
        assert len({edition.url for edition in server.site.editions}) == 3
        for edition in server.site.editions:
            front = client.get(edition.url)
            assert (front.status_code, front.headers["content-encoding"]) == (200, "gzip")
            assert f'<html lang="{edition.lang}">' in front.text
            for url, truth in site.truth(edition.lang).items():
                assert url.startswith(edition.url)
                assert url in client.get(url).text
                assert truth.url == url
        assert "tasqonyr.invalid/" not in front.text.replace("redaktor@tasqonyr.invalid", "")


def test_the_profile_is_one_that_crawl_reads() -> None:
    """Name, editions in order, no gap between requests."""
    with serve(small_site(2)) as server:
        site = Site.parse(server.profile_text)
        assert (site.name, site.langs, site.rate) == ("demo", LANGS, 0.0)
        assert site == server.site


def test_one_connection_serves_many_requests() -> None:
    """HTTP/1.1 keep-alive: pages, 304, HEAD and an error over one socket."""
    site = small_site(6)
    with serve(site):
        host = urlsplit(site.place("en").base)
        link = http.client.HTTPConnection(host.hostname or "", host.port)
        link.request("GET", "/")
        first = link.getresponse()
        body, socket = first.read(), link.sock
        link.request("HEAD", "/")
        head = link.getresponse()
        assert (head.read(), head.headers["Content-Length"]) == (b"", str(len(body)))
        link.request("GET", "/", headers={"If-None-Match": first.headers["ETag"] or ""})
        known = link.getresponse()
        assert (known.status, known.read()) == (304, b"")
        link.request("GET", "/nothing/")
        assert link.getresponse().read()
        assert link.sock is socket
        link.close()


def test_requests_are_counted() -> None:
    """Edition, path with query, and status of each, in order, until they are forgotten; from many threads."""
    site = small_site(6)
    with serve(site) as server:
        base = site.place("ru").base
        httpx.get(f"{base}?x=1")
        httpx.get(f"{base}nothing/")
        assert server.requests == [("ru", "/?x=1", 200), ("ru", "/nothing/", 404)]
        server.forget()
        threads = [threading.Thread(target=httpx.get, args=[f"{base}robots.txt"]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert server.requests == [("ru", "/robots.txt", 200)] * 6


def test_nothing_can_be_posted() -> None:
    """Writing is refused, whatever the address."""
    with serve(small_site(2)) as server:
        answer = httpx.post(f"{server.site.editions[0].url}wp-comments-post.php", content=b"comment=1")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_time_moves_while_the_servers_run() -> None:
    """After a day the same addresses answer with the new day's site."""
    site = small_site(12)
    with serve(site) as server:
        changes = site.changes(1)
        new, gone = min(changes.new), min(changes.gone)
        assert (httpx.get(new).status_code, httpx.get(gone).status_code) == (404, 200)
        server.move_to(1)
        assert (httpx.get(new).status_code, httpx.get(gone).status_code) == (200, 410)
        assert new in server.demo.truth(next(e.lang for e in server.site.editions if new.startswith(e.url)))


def test_a_client_that_hangs_up_harms_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    """The server goes on and writes nothing on the screen."""
    site = small_site(2)
    with serve(site) as server:
        host = urlsplit(site.place("kk").base)
        link = http.client.HTTPConnection(host.hostname or "", host.port)
        link.connect()
        link.sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        link.close()
        assert httpx.get(site.place("kk").base).status_code == 200
        assert server.requests[-1].status == 200
    assert capfd.readouterr() == ("", "")


def test_a_taken_port_is_an_error_and_frees_the_others() -> None:
    """A port that is in use raises OSError, and the servers bound before it are closed again."""
    with serve(small_site(2)) as server:
        taken = urlsplit(server.site.editions[0].url).port or 0
        with pytest.raises(OSError, match="in use"), serve(small_site(2), (0, 0, taken)):
            pass


def test_the_pages_are_made_while_others_ask() -> None:
    """Many clients at once get whole pages."""
    site = small_site(20)
    with serve(site) as server:
        urls = [url for lang in LANGS for url in site.urls(lang)]
        found: dict[str, int] = {}

        def ask(url: str) -> None:
            found[url] = httpx.get(url).status_code

        threads = [threading.Thread(target=ask, args=[url]) for url in urls[:16]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(found.values()) == {200}
        assert len(server.requests) == 16
