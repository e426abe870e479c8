"""Verifies a running demo federation over HTTP: one line a fact, a summary, exit code 0 or 1.

    check.py PROGRAM DATA_FOLDER FRAMEWORK_ID SLUG=URL…      (the hub first)

What ought to be there is counted from the sample files, never from what a node says about itself.
"""

import csv
import html.parser
import json
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree

FOLDER = pathlib.Path(__file__).parent
OAI = "{http://www.openarchives.org/OAI/2.0/}"
PNG = b"\x89PNG\r\n\x1a\n"
WITHDRAWN = ("ossenby", "The suitcase: arriving in Ossenby 1948 to today")  # the record that the check takes back

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # loopback, never through a proxy


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8")


def get(url, accept="*/*"):
    request = urllib.request.Request(url, headers={"Accept": accept})
    try:
        with opener.open(request, timeout=20) as answer:
            return Reply(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Reply(error.code, error.headers, error.read())


def get_ok(url, accept="*/*"):
    reply = get(url, accept)
    expect(reply.status == 200, f"{url} answered {reply.status}")
    return reply


def get_json(url):
    return json.loads(get_ok(url, "application/json").text)


def with_query(url, **arguments):
    return url + "?" + urllib.parse.urlencode(arguments, doseq=True)


class Unmet(Exception):
    """A fact that is not so, in words."""


def expect(truth, otherwise):
    if not truth:
        raise Unmet(otherwise)


# ---- what ought to be there


def sample_organisations():
    nodes = json.loads((FOLDER / "organisations.json").read_text(encoding="utf-8"))["nodes"]
    return {each["slug"]: each for node in nodes for each in [node, *node["guests"]]}


def sample_codes(organisation):
    """The curriculum codes of each resource in the organisation's file, whatever its format."""
    path = FOLDER / organisation["resources"]
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ndjson":
        return [[each["code"] for each in json.loads(line)["teaches"]] for line in text.splitlines()]
    if path.suffix == ".json":
        return [[each["targetName"] for each in document["educationalAlignment"]] for document in json.loads(text)]
    return [row["Curriculum codes"].split("; ") for row in csv.DictReader(text.splitlines())]


class Federation:
    def __init__(self, program, folder, framework, addresses):
        self.program, self.folder, self.framework = program, folder, framework
        self.urls = dict(address.split("=", 1) for address in addresses)
        self.hub = next(iter(self.urls))
        self.organisations = sample_organisations()
        self.codes = {slug: sample_codes(each) for slug, each in self.organisations.items()}
        self.total = sum(map(len, self.codes.values()))

    def url(self, path, node=None):
        return self.urls[node or self.hub] + path

    def search(self, words, node=None, **filters):
        return get_json(with_query(self.url("/api/v1/search", node), q=words, per_page=100, **filters))

    def run(self, node, *command):
        done = subprocess.run([self.program, "--data", f"{self.folder}/{node}", *command],
                              capture_output=True, text=True, timeout=120, check=False)
        expect(done.returncode == 0, f"commonplace {command[0]} on {node} ended with {done.returncode}: {done.stderr[-400:]}")
        return done.stdout

    def oai(self, node=None, **arguments):
        reply = get_ok(with_query(self.url("/oai", node), **arguments))
        root = ElementTree.fromstring(reply.body)
        errors = [error.get("code") for error in root.iter(OAI + "error")]
        expect(not errors, f"{arguments} answered {errors}")
        return root

    def oai_list(self, verb, node=None, **arguments):
        """The whole list, with the number of pages it took: ([header element…], pages)."""
        root, headers, pages = self.oai(node, verb=verb, **arguments), [], 1
        while True:
            headers += root.iter(OAI + ("set" if verb == "ListSets" else "header"))
            token = root.find(f".//{OAI}resumptionToken")
            if token is None or not (token.text or "").strip():
                return headers, pages
            root, pages = self.oai(node, verb=verb, resumptionToken=token.text.strip()), pages + 1
            expect(pages < 100, "the list does not end")


def soon(question, otherwise, seconds=10):
    """A running node notices what a command changed within a second; asks again until then."""
    end = time.monotonic() + seconds
    while not question():
        expect(time.monotonic() < end, otherwise)
        time.sleep(0.2)


class StructuredData(html.parser.HTMLParser):
    """The texts of <script type="application/ld+json">."""

    def __init__(self):
        super().__init__()
        self.texts, self.inside = [], False

    def handle_starttag(self, tag, attributes):
        self.inside = tag == "script" and dict(attributes).get("type") == "application/ld+json"
        if self.inside:
            self.texts.append("")

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.texts[-1] += data


# ---- the facts: each returns the sentence that it has verified


def home_page_counts_the_resources(f):
    page = get_ok(f.url("/"), "text/html").text
    expect("<h1" in page, "the home page has no heading")
    expect(str(f.total) in page, f"the home page does not say {f.total}")
    return f"the hub's home page answers and counts {f.total} resources"


def every_organisation_is_there_with_its_look(f):
    shown = {each["slug"]: each for each in get_json(f.url("/api/v1/contributors"))["contributors"]}
    for slug, wanted in f.organisations.items():
        expect(slug in shown, f"{slug} is missing")
        for key in ("name", "home", "colour"):
            expect(shown[slug][key] == wanted[key], f"{key} of {slug} is {shown[slug][key]!r}, not {wanted[key]!r}")
        expect(shown[slug]["records"] == len(f.codes[slug]), f"{slug} has {shown[slug]['records']} records, not {len(f.codes[slug])}")
    return f"{len(shown)} organisations keep name, home page, colour and number of resources on the hub"


def one_search_has_many_voices(f):
    found = f.search("KS2 Victorians printmaking")
    voices = {hit["contributor"]["slug"]: hit["contributor"] for hit in found["hits"]}
    expect(len(voices) >= 3, f"hits of {sorted(voices)} only")
    for slug, voice in voices.items():
        expect(voice["name"] == f.organisations[slug]["name"], f"{slug} is called {voice['name']!r}")
        expect(voice["colour"] == f.organisations[slug]["colour"], f"{slug} has the colour {voice['colour']!r}")
    return f"\"KS2 Victorians printmaking\" finds {found['total']} resources of {len(voices)} organisations, each in its own name and colour"


def facet_counts_are_true(f):
    found, asked = f.search("printmaking"), 0
    for facet in ("contributor", "type", "subject"):
        expect(found["facets"].get(facet), f"no counts for {facet}")
        for option in found["facets"][facet]:
            total = f.search("printmaking", **{facet: option["value"]})["total"]
            expect(total == option["count"], f"{facet}={option['value']} says {option['count']} and finds {total}")
            asked += 1
    return f"{asked} facet counts for \"printmaking\" are what the filtered searches find"


def resource_page_speaks_to_machines(f):
    title = "Printing cotton like the Victorians: block printmaking"
    hit = first_hit(f, title)
    page = get_ok(urllib.parse.urljoin(f.url("/"), hit["url"]), "text/html").text
    parser = StructuredData()
    parser.feed(page)
    documents = [json.loads(text) for text in parser.texts]
    types = [kind for d in documents for kind in ([d["@type"]] if isinstance(d.get("@type"), str) else d.get("@type", []))]
    expect("LearningResource" in types, f"JSON-LD of the page has the types {types}")
    expect(f.organisations["wendlebeck"]["name"] in page, "the page does not name the museum")
    expect(f.organisations["wendlebeck"]["home"] in page, "the page does not link to the museum")
    return "a harvested resource has a page with its owner's name, link and JSON-LD LearningResource"


def first_hit(f, title, node=None, organisation=None):
    for hit in f.search(title, node)["hits"]:
        if hit["title"] == title and organisation in (None, hit["contributor"]["slug"]):
            return hit
    raise Unmet(f"a search for \"{title}\" does not find it")


def logos_come_from_the_hub(f):
    fetched = 0
    for each in get_json(f.url("/api/v1/contributors"))["contributors"]:
        logo = urllib.parse.urljoin(f.url("/"), each["logo"] or "")
        expect(each["logo"] and logo.startswith(f.url("/")), f"the logo of {each['slug']} is at {each['logo']!r}")
        reply = get_ok(logo)
        expect(reply.body.startswith(PNG) and reply.headers.get_content_type() == "image/png", f"{logo} is no PNG")
        fetched += 1
    return f"{fetched} logos are served by the hub itself, those of harvested organisations too"


def oai_identifies_itself(f):
    identify = f.oai(verb="Identify").find(OAI + "Identify")
    expect(identify.findtext(OAI + "baseURL") == f.url("/oai"), "baseURL is " + str(identify.findtext(OAI + "baseURL")))
    expect(identify.findtext(OAI + "deletedRecord") == "persistent", "deletedRecord is not persistent")
    return f"OAI-PMH Identify: {identify.findtext(OAI + 'repositoryName')}"


def live(headers):
    return {header.findtext(OAI + "identifier") for header in headers if header.get("status") != "deleted"}


def oai_lists_everything_once(f):
    headers, pages = f.oai_list("ListRecords", metadataPrefix="oai_dc")
    identifiers = live(headers)
    expect(len(headers) == len(identifiers) == f.total, f"{len(headers)} records, {len(identifiers)} identifiers, expected {f.total}")
    expect(pages > 1, "the whole list came in one page: no resumption token was tried")
    return f"OAI-PMH ListRecords brings {f.total} records in {pages} pages: the sum of all organisations"


def each_contributor_has_its_set(f):
    sets = {each.findtext(OAI + "setSpec") for each in f.oai_list("ListSets")[0]}
    for each in get_json(f.url("/api/v1/contributors"))["contributors"]:
        expect(each["set"] in sets, f"ListSets has no {each['set']}")
        found = len(live(f.oai_list("ListIdentifiers", metadataPrefix="oai_dc", set=each["set"])[0]))
        expect(found == len(f.codes[each["slug"]]), f"{each['set']} has {found} records")
    return f"each of {len(f.organisations)} organisations has its own OAI-PMH set with exactly its records"


def identifiers_are_the_same_everywhere(f):
    compared = 0
    for node in f.urls:
        here = live(f.oai_list("ListIdentifiers", node, metadataPrefix="oai_dc")[0])
        there = live(f.oai_list("ListIdentifiers", metadataPrefix="oai_dc")[0])
        expect(here <= there, f"{len(here - there)} identifiers of {node} are unknown to the hub")
        compared += len(here)
    return f"{compared} identifiers on {len(f.urls)} nodes: the hub carries every one unchanged"


def sharing_goes_both_ways(f):
    node = "eirlwyn"
    count = len(live(f.oai_list("ListIdentifiers", node, metadataPrefix="oai_dc")[0]))
    expect(count == f.total, f"the smallest node has {count} records, not {f.total}")
    hit = first_hit(f, "Ring the changes: pattern in bell ringing", node)
    expect(hit["contributor"]["name"] == f.organisations["pellow"]["name"], "a guest of the hub lost its name")
    expect(hit["contributor"]["colour"] == f.organisations["pellow"]["colour"], "a guest of the hub lost its colour")
    return f"the smallest archive searches all {count} resources too, guests of the hub in their own name and colour"


def welsh_is_found(f):
    hit = first_hit(f, "Patrymau gwlân: carthenni'r cwm")
    expect(hit["language"] == ["cy"], f"its language is {hit['language']}")
    words = [each["title"] for each in f.search("caneuon porthmyn")["hits"]]
    expect("Songs of the drovers" in words or "Caneuon y porthmyn" in words, f"\"caneuon porthmyn\" finds {words[:3]}")
    return "resources in Welsh are found from the hub, by Welsh words"


def curriculum_leads_to_resources(f):
    code = "AH.MAKE.2.2"
    expect("Arts &amp; Heritage Learning Framework" in get_ok(f.url("/curriculum"), "text/html").text, "the framework is not listed")
    expect("Making" in get_ok(f.url(f"/curriculum/{f.framework}"), "text/html").text, "the tree has no strand Making")
    page = get_ok(f.url(f"/curriculum/{f.framework}/{code}"), "text/html").text
    expect("printing block" in page, "the statement's page does not show its text")
    wanted = sum(code in codes for resources in f.codes.values() for codes in resources)
    found = f.search("", statement=code)["total"]
    expect(found == wanted, f"statement {code} finds {found} resources, not {wanted}")
    return f"the curriculum has pages, and statement {code} leads to {found} resources from every import format"


def importing_again_changes_nothing(f):
    for slug, node in (("ossenby", "ossenby"), ("wendlebeck", "wendlebeck"), ("lanternfish", "lanternfish")):
        counts = json.loads(f.run(node, "import", str(FOLDER / f.organisations[slug]["resources"]), "--json"))
        expect((counts["created"], counts["updated"], counts["set_aside"]) == (0, 0, 0), f"{slug}: {counts}")
        expect(counts["unchanged"] == len(f.codes[slug]), f"{slug}: {counts['unchanged']} unchanged")
    return "importing NDJSON, JSON-LD and CSV again creates and changes nothing"


def withdrawal_reaches_the_hub(f):
    node, title = WITHDRAWN
    hit = first_hit(f, title, organisation=node)
    f.run(node, "withdraw", hit["identifier"])
    f.run(f.hub, "harvest", node)
    soon(lambda: title not in [each["title"] for each in f.search(title)["hits"]], "the hub still finds it")
    record = f.oai(verb="GetRecord", identifier=hit["identifier"], metadataPrefix="oai_dc")
    expect(record.find(f".//{OAI}header").get("status") == "deleted", "the hub's OAI-PMH does not say deleted")
    expect(record.find(f".//{OAI}metadata") is None, "the tombstone still has metadata")
    expect(get(f.url("/api/v1/resources/" + hit["id"])).status == 410, "the hub's API does not answer 410")
    return f"\"{title}\", withdrawn by its owner, left the hub's search and is a tombstone in its OAI-PMH"


FACTS = [
    home_page_counts_the_resources,
    every_organisation_is_there_with_its_look,
    one_search_has_many_voices,
    facet_counts_are_true,
    resource_page_speaks_to_machines,
    logos_come_from_the_hub,
    oai_identifies_itself,
    oai_lists_everything_once,
    each_contributor_has_its_set,
    identifiers_are_the_same_everywhere,
    sharing_goes_both_ways,
    welsh_is_found,
    curriculum_leads_to_resources,
    importing_again_changes_nothing,
    withdrawal_reaches_the_hub,
]


def verify(fact, federation):
    try:
        print("ok    " + fact(federation), flush=True)
        return True
    except Unmet as unmet:
        reason = str(unmet)
    except Exception as error:  # a broken reply must not hide the facts after it
        reason = f"{type(error).__name__}: {error}"
    print(f"FAIL  {fact.__name__.replace('_', ' ')}: {reason}", flush=True)
    return False


def main():
    program, folder, framework, *addresses = sys.argv[1:]
    federation = Federation(program, folder, framework, addresses)
    results = [verify(fact, federation) for fact in FACTS]
    print(f"\n{sum(results)} of {len(results)} facts verified: {len(federation.urls)} nodes, "
          f"{len(federation.organisations)} organisations, {federation.total} resources")
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
