"""A recording from its upload to a reader who plays it, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_desk import desk, shoot, sign_in  # noqa: F401 - fixtures
from tests.support.desk.recordings import MP4, SRT, mp3
from tests.support.installation import fetch, free_port, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = """
from tests.support.desk.builders import a_draft
print(a_draft("Bridge opens in Velda").pk)
"""
PUBLISH = """
import sys
from dateline.newsroom.desk import actions
from dateline.newsroom.desk import clock
from dateline.newsroom.desk.models import ReleasePage
from tests.support.desk.recordings import MP4, VTT, WEBM, a_recording, block, mp3
text = ReleasePage.objects.get(pk=int(sys.argv[1])).get_latest_revision_as_object()
sound = a_recording("Interview", data=mp3(60), name="interview.mp3")
webm = a_recording("Film", data=WEBM, name="film.webm", captions={"en": VTT})
text.body = [*((one.block_type, one.value) for one in text.body), block(sound), block(webm)]
text.save_revision(clean=False)
actions.publish(ReleasePage.objects.get(pk=text.pk), by=None, at=clock.now())
print(ReleasePage.objects.get(pk=text.pk).release.number)
"""
PLAY = """async (player) => {
    const happened = (name) => new Promise((done, failed) => {
        player.addEventListener(name, done, {once: true});
        player.addEventListener("error", () => failed(player.error.message), {once: true});
        setTimeout(() => failed(name + " did not happen"), 20000);
    });
    player.muted = true;
    await player.play();
    player.pause();
    const sought = happened("seeked");
    player.currentTime = player.duration * 0.9;
    await sought;
    const start = player.currentTime, moved = happened("timeupdate");
    await player.play();
    await moved;
    await happened("ended");
    return [start, player.currentTime, player.duration];
}"""


def serious(page, context):
    found = Axe().run(page, context).response["violations"]
    return [one["id"] for one in found if one["impact"] in {"serious", "critical"}]


def upload(page, url, folder):
    film, captions = folder / "opening.mp4", folder / "opening.srt"
    film.write_bytes(MP4)
    captions.write_text(SRT)
    page.goto(f"{url}/recordings/new/")
    page.fill("input[name=title]", "The opening")
    page.set_input_files("input[name=file]", str(film))
    page.click("#id_transcripts-ADD")
    page.fill("input[name=transcripts-0-language]", "en")
    page.fill("textarea[name=transcripts-0-text]", "The bridge is open.")
    page.set_input_files("input[name=transcripts-0-captions]", str(captions))
    shoot(page, "50-recording")
    assert serious(page, "main") == []
    page.click("footer button[type=submit]")
    page.wait_for_url("**/recordings/")
    shoot(page, "51-recordings")
    assert "The opening" in page.locator("table.listing").text_content()


def choose(page, url, text):
    page.goto(f"{url}/pages/{text}/edit/")
    page.locator("#panel-child-text-body-section button[title='Insert a block']").last.click()
    page.locator("[role=option]:has-text('Video or sound')").first.click()
    page.click("#panel-child-text-body-section button:has-text('Choose a recording')")
    page.wait_for_selector(".modal-body >> text=The opening")
    shoot(page, "52-choose-a-recording")
    page.click(".modal-body a:has-text('The opening')")
    page.wait_for_selector("#panel-child-text-body-section >> text=The opening")
    shoot(page, "53-recording-in-a-text")
    page.click("button:has-text('Save draft')")
    page.wait_for_load_state("networkidle")


def read(page, base, number):
    answers = []
    page.on("response", lambda answer: answers.append(answer) if "/media/" in answer.url else None)
    wait_for(lambda: fetch(f"{base}/en/news/{number}")[0] == 200, timeout_s=40)
    page.goto(f"{base}/en/news/{number}")
    assert not answers, "nothing is loaded before it is asked for"
    return answers


def test_a_recording_is_uploaded_chosen_published_and_played(desk, page, tmp_path):  # noqa: F811
    url, password, installation = desk
    text = installation.python(TEXT).split()[-1]
    sign_in(page, url, password)
    upload(page, url, tmp_path)
    choose(page, url, text)
    number = installation.python(PUBLISH, text).split()[-1]
    port = free_port()
    installation.start("work")
    installation.start("serve", "--port", str(port))

    page.goto("about:blank")
    answers = read(page, f"http://127.0.0.1:{port}", number)

    players = page.locator("figure.recording video, figure.recording audio")
    assert players.count() == 3
    for place, length_s in ((0, 10), (1, 60), (2, 10)):
        start, end, duration = players.nth(place).evaluate(PLAY)
        assert abs(duration - length_s) < 1
        assert start >= duration * 0.85
        assert end >= duration - 0.5
    asked = [(answer.request.all_headers().get("range", ""), answer.status) for answer in answers]
    assert any(range_.startswith("bytes=") and status == 206 for range_, status in asked)
    assert {status for _, status in asked} <= {200, 206}
    page.evaluate("for (const track of document.querySelector('video').textTracks) track.mode = 'showing'")
    wait_for(lambda: page.evaluate("document.querySelector('video').textTracks[0].cues?.length") == 1)
    page.click(".transcript summary >> nth=0")
    assert page.locator(".transcript p").first.is_visible()
    assert serious(page, "main") == []
    assert page.failures == []
    shoot(page, "54-recordings-on-the-page")
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert len(mp3(60)) > 200_000
