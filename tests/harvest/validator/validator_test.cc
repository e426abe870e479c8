// The judge of repositories: it finds nothing in one that keeps every rule, and in one that breaks a single rule
// nothing but that.
#include "harvest/validator/validator.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "harvest/validator/excerpt.h"
#include "schemas/formats/unicode.h"
#include "tests/harvest/validator/model_repository.h"

namespace commonplace::harvest::validator {
namespace {

using std::chrono::milliseconds;
using testing::Test;

constexpr model::Datestamp today{1'795'161'600};  // 2026-11-20T08:00:00Z

struct Trial {
  ModelRepository repository;
  Manners manners{.pause = milliseconds(0)};
  InterviewHouse house{.wait = [](milliseconds) { return true; }, .now = [] { return today; }};

  Report run() { return judge(repository, repository.url, manners, house); }
};

std::set<std::string> flagged(const Report& report) {
  std::set<std::string> out;
  for (const auto& verdict : report.verdicts())
    if (verdict.broken > 0) out.emplace(verdict.rule->id);
  return out;
}

std::set<std::string> ids_not_judged(const Report& report) {
  std::set<std::string> out;
  for (const auto* verdict : report.not_judged()) out.emplace(verdict->rule->id);
  return out;
}

// Changes the answers to these verbs, all of them where `verb` is empty.
auto answers(std::string verb, std::function<void(std::string&)> change) {
  return [verb = std::move(verb), change = std::move(change)](const Asked& asked, Reply& reply) {
    if (verb.empty() || asked.value("verb") == verb) change(reply.body);
  };
}

auto swapped(const std::string& verb, const std::string& from, const std::string& to) {
  return answers(verb, [from, to](std::string& body) { replace_all(body, from, to); });
}

// The answer to a question without a verb: an error that nothing else depends on.
auto swapped_in_an_error(const std::string& from, const std::string& to) {
  return [from, to](const Asked& asked, Reply& reply) {
    if (asked.sent.empty()) replace(reply.body, from, to);
  };
}

Fetched fails(FetchFault fault) {
  return {std::nullopt, FetchProblem{fault, "made by the test"}};
}

Fetched says(int status, std::optional<std::chrono::seconds> retry_after) {
  Reply reply;
  reply.status = status;
  reply.retry_after = retry_after;
  return {std::move(reply), std::nullopt};
}

struct Flaw {
  std::string rule;
  std::function<void(Trial&)> make;
  std::set<std::string> also = {};  // rules that cannot be kept beside it
};

void understand(Trial& t, std::function<void(Asked&)> how) {
  t.repository.understand = std::move(how);
}

std::vector<Flaw> flaws_of_the_door() {
  return {
      {"reach",
       [](Trial& t) {
         t.repository.instead = [](const Asked& a) {
           return a.sent.empty() ? std::optional(fails(FetchFault::timed_out)) : std::nullopt;
         };
       }},
      {"reply-size",
       [](Trial& t) {
         t.repository.instead = [](const Asked& a) {
           return a.sent.empty() ? std::optional(fails(FetchFault::too_big)) : std::nullopt;
         };
       }},
      {"compression-label",
       [](Trial& t) { t.repository.spoil = [](const Asked&, Reply& r) { r.mislabelled = true; }; }},
      {"status",
       [](Trial& t) {
         t.repository.spoil = [](const Asked&, Reply& r) {
           if (r.body.find("<error") != std::string::npos) r.status = 404;
         };
       }},
      {"redirect",
       [](Trial& t) {
         t.repository.base_url = "https://model.example/new";
         t.repository.spoil = [&t](const Asked& a, Reply& r) {
           t.repository.url = "https://model.example/new";
           r.final_url = t.repository.url + "?" + a.query;
         };
       }},
      {"retry-after",
       [](Trial& t) {
         t.repository.instead = [&t](const Asked& a) {
           return a.query == "verb=ListSets" && t.repository.times[a.query] == 1 ? std::optional(says(503, {}))
                                                                                 : std::nullopt;
         };
       }},
      {"busy-status",
       [](Trial& t) {
         t.repository.instead = [&t](const Asked& a) {
           return a.query == "verb=ListSets" && t.repository.times[a.query] == 1
                      ? std::optional(says(429, std::chrono::seconds(1)))
                      : std::nullopt;
         };
       }},
      {"content-type",
       [](Trial& t) { t.repository.spoil = [](const Asked&, Reply& r) { r.content_type = "application/xml"; }; }},
      {"charset",
       [](Trial& t) {
         t.repository.spoil = [](const Asked&, Reply& r) { r.content_type = "text/xml; charset=ISO-8859-1"; };
       }},
      {"identity-encoding",
       [](Trial& t) {
         t.repository.spoil = [](const Asked& a, Reply& r) {
           if (a.plain) r.wire_bytes = r.body.size() / 3;
         };
       }},
      {"compression-listed",
       [](Trial& t) { t.repository.spoil = [](const Asked&, Reply& r) { r.wire_bytes = r.body.size(); }; }},
      {"post",
       [](Trial& t) {
         understand(t, [](Asked& a) {
           if (a.post) a.arguments.clear();
         });
       }},
      {"argument-order",
       [](Trial& t) {
         understand(t, [](Asked& a) {
           if (a.query.find("&verb=GetRecord") != std::string::npos) a.arguments.clear();
         });
       }},
      {"percent-coding",
       [](Trial& t) {
         understand(t, [](Asked& a) {
           if (a.query.find("%47etRecord") != std::string::npos) a.set("verb", "%47etRecord");
         });
       }},
  };
}

std::vector<Flaw> flaws_of_replies() {
  const std::string xmlns = "xmlns=\"http://www.openarchives.org/OAI/2.0/\"";
  return {
      {"xml-well-formed", [](Trial& t) { t.repository.spoil = swapped_in_an_error("</OAI-PMH>", ""); }},
      {"xml-declaration",
       [](Trial& t) { t.repository.spoil = swapped_in_an_error("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", ""); }},
      {"xml-encoding", [](Trial& t) { t.repository.items[60].title = "caf\xE9"; }},
      {"xml-characters", [](Trial& t) { t.repository.items[60].title = "cut\x03 here"; }},
      {"xml-characters", [](Trial& t) { t.repository.items[60].title = "cut&#xFFFE; here"; }},
      {"xml-entities", [](Trial& t) { t.repository.items[60].title = "caf&eacute;"; }},
      {"xml-doctype",
       [](Trial& t) { t.repository.spoil = swapped_in_an_error("<OAI-PMH", "<!DOCTYPE OAI-PMH><OAI-PMH"); }},
      {"root",
       [xmlns](Trial& t) {
         t.repository.spoil = swapped_in_an_error(xmlns, "xmlns=\"http://www.openarchives.org/OAI/1.1/OAI_Identify\"");
       }},
      {"schema-location", [](Trial& t) { t.repository.spoil = swapped_in_an_error("OAI-PMH.xsd", "other.xsd"); }},
      {"envelope",
       [](Trial& t) { t.repository.spoil = swapped_in_an_error("<request>", "<request/><request>"); },
       {"request-url"}},
      {"response-date",
       [](Trial& t) { t.repository.spoil = swapped("GetRecord", "2026-11-20T08:00:00Z", "2026-11-20"); }},
      {"clock", [](Trial& t) { t.house.now = [] { return model::Datestamp{today.seconds + 2 * 3600}; }; }},
      {"request-url", [](Trial& t) { t.repository.spoil = swapped_in_an_error("/oai</request>", "/OAI</request>"); }},
      {"request-attributes",
       [](Trial& t) { t.repository.spoil = swapped("ListMetadataFormats", " verb=\"ListMetadataFormats\"", ""); }},
      {"request-attributes-error",
       [](Trial& t) { t.repository.spoil = swapped_in_an_error("<request>", "<request verb=\"x\">"); }},
      {"error-code",
       [](Trial& t) {
         t.repository.spoil = swapped_in_an_error("</error>", "</error><error code=\"foo\">Foo.</error>");
       }},
      {"error-text", [](Trial& t) { t.repository.spoil = swapped_in_an_error("This is no verb.", " "); }},
      {"double-encoding", [](Trial& t) { t.repository.items[60].title = "caf\xC3\x83\xC2\xA9"; }},
      {"one-element",
       [](Trial& t) { t.repository.spoil = swapped("Identify", "</description>", "</description><description/>"); }},
      {"container-schema",
       [](Trial& t) {
         t.repository.spoil = swapped("ListSets", "<setName>Things</setName>",
                                      "<setName>Things</setName><setDescription><a xmlns=\"u:a\"/></setDescription>");
       }},
  };
}

std::vector<Flaw> flaws_of_descriptions() {
  const auto identify = [](const char* from, const char* to) {
    return [from, to](Trial& t) { t.repository.spoil = swapped("Identify", from, to); };
  };
  const auto formats = [](const char* from, const char* to) {
    return [from, to](Trial& t) { t.repository.spoil = swapped("ListMetadataFormats", from, to); };
  };
  const auto sets = [](const char* from, const char* to) {
    return [from, to](Trial& t) { t.repository.spoil = swapped("ListSets", from, to); };
  };
  return {
      {"identify-structure",
       identify("<compression>gzip</compression>", "<toolkit>ours</toolkit><compression>gzip</compression>")},
      {"repository-name", identify("The model", "")},
      {"base-url", [](Trial& t) { t.repository.base_url = "http://model.example/oai"; }},
      {"protocol-version", identify("<protocolVersion>2.0<", "<protocolVersion>2.1<")},
      {"admin-email", identify(">keeper@", ">mailto:keeper@")},
      {"earliest-datestamp", identify("2020-01-01T00:00:00Z", "2020-01-01")},
      {"earliest-plausible", identify("2020-01-01T00:00:00Z", "1970-01-01T00:00:00Z")},
      {"deleted-record", identify(">persistent<", ">sometimes<")},
      {"deletions-kept",
       [](Trial& t) {
         t.repository.deleted_record = "no";
         std::erase_if(t.repository.items, [](const Item& item) { return item.deleted; });
       }},
      {"granularity", identify("YYYY-MM-DDThh:mm:ssZ", "YYYY-MM-DDTHH:MM:SSZ")},
      {"compression-identity", identify("<compression>", "<compression>identity</compression><compression>")},
      {"oai-identifier-once",
       [](Trial& t) {
         t.repository.spoil = answers("Identify", [](std::string& body) {
           const auto begin = body.find("<description>"), end = body.find("</Identify>");
           if (begin != std::string::npos) body.insert(end, body.substr(begin, end - begin));
         });
       }},
      {"oai-identifier", identify("<delimiter>:<", "<delimiter>-<")},
      {"sample-identifier", identify("oai:model.example:1<", "oai:model.example:none<")},
      {"format-structure", formats("</metadataFormat>",
                                   "</metadataFormat><metadataFormat><metadataPrefix>x</metadataPrefix>"
                                   "<metadataNamespace>u:x</metadataNamespace></metadataFormat>")},
      {"oai-dc", formats("oai_dc.xsd", "dc.xsd")},
      {"format-prefix", formats("</metadataFormat>",
                                "</metadataFormat><metadataFormat><metadataPrefix>a b</metadataPrefix>"
                                "<schema>u:x</schema><metadataNamespace>u:x</metadataNamespace></metadataFormat>")},
      {"formats-of-record",
       [](Trial& t) {
         understand(t, [](Asked& a) {
           if (a.value("verb") == "ListMetadataFormats" && a.has("identifier")) a.set("identifier", "u:none");
         });
       }},
      {"formats-unknown-record",
       [](Trial& t) {
         understand(t, [](Asked& a) {
           if (a.value("verb") == "ListMetadataFormats") a.drop("identifier");
         });
       }},
      {"set-structure", sets("<setSpec>images</setSpec><setName>Images</setName>",
                             "<setName>Images</setName><setSpec>images</setSpec>")},
      {"set-spec", sets("</ListSets>", "<set><setSpec>two words</setSpec><setName>Two</setName></set></ListSets>")},
      {"set-name", sets("<setName>Things<", "<setName> <")},
      {"set-parents", sets("<set><setSpec>things</setSpec><setName>Things</setName></set>", "")},
      {"no-sets",
       [](Trial& t) {
         t.repository.with_sets = false;
         t.repository.spoil = swapped("ListSets", "<error code=\"noSetHierarchy\"></error>", "<ListSets></ListSets>");
       }},
      {"set-unknown",
       [](Trial& t) {
         understand(t, [](Asked& a) {
           if (a.value("set").starts_with("nobodys")) a.drop("set");
         });
       }},
      {"set-listed", sets("<set><setSpec>images</setSpec><setName>Images</setName></set>", "")},
      {"set-members",
       [](Trial& t) {
         understand(t, [](Asked& a) {
           if (a.value("set").starts_with("things")) a.drop("set");
         });
       }},
  };
}

std::vector<Flaw> flaws_of_questions() {
  const auto as = [](std::function<void(Asked&)> how) { return [how](Trial& t) { understand(t, how); }; };
  const auto shift = [](Asked& a, std::size_t length, const std::string& to) {
    if (a.value("from") == a.value("until") && a.value("from").size() == length) {
      a.set("from", to);
      a.set("until", to);
    }
  };
  return {
      {"verb-missing", as([](Asked& a) {
         if (!a.has("verb")) a.set("verb", "Identify");
       })},
      {"verb-unknown", as([](Asked& a) {
         if (a.value("verb") == "identify") a.set("verb", "Identify");
       })},
      {"verb-repeated", as([](Asked& a) {
         if (a.has("verb")) a.set("verb", a.value("verb"));
       })},
      {"argument-unknown", as([](Asked& a) { a.drop("colour"); })},
      {"argument-foreign", as([](Asked& a) {
         if (a.value("verb") == "Identify") a.drop("identifier");
       })},
      {"argument-missing", as([](Asked& a) {
         if (a.sent == Arguments{{"verb", "ListRecords"}}) a.set("metadataPrefix", "oai_dc");
       })},
      {"argument-repeated", as([](Asked& a) {
         if (a.arguments.size() == 3 && a.arguments[1] == a.arguments[2]) a.arguments.pop_back();
       })},
      {"argument-empty", as([](Asked& a) {
         if (a.has("set") && a.value("set").empty()) a.drop("set");
       })},
      {"argument-impossible-prefix", as([](Asked& a) {
         if (a.value("metadataPrefix") == "two words") a.set("metadataPrefix", "xx");
       })},
      {"argument-quote", as([](Asked& a) {
         if (a.value("identifier") == "invalid\"id") a.set("identifier", "oai:model.example:1");
       })},
      {"prefix-unknown", as([](Asked& a) {
         if (a.value("metadataPrefix") == "no-such-format") a.set("metadataPrefix", "oai_dc");
       })},
      {"record-unknown", as([](Asked& a) {
         if (a.value("verb") == "GetRecord" && a.value("identifier").starts_with("oai:nobody") && !a.has("colour"))
           a.set("identifier", "oai:model.example:1");
       })},
      {"token-alone", as([](Asked& a) {
         if (a.has("resumptionToken")) a.drop("metadataPrefix");
       })},
      {"token-garbage", as([](Asked& a) {
         if (!a.value("resumptionToken").starts_with("commonplace")) return;
         a.drop("resumptionToken");
         a.set("metadataPrefix", "oai_dc");
       })},
      {"token-empty", as([](Asked& a) {
         if (!a.has("resumptionToken") || !a.value("resumptionToken").empty()) return;
         a.drop("resumptionToken");
         a.set("metadataPrefix", "oai_dc");
       })},
      {"token-other-verb", [](Trial& t) { t.repository.tokens_of_any_verb = true; }},
      {"date-illegal", as([](Asked& a) {
         if (a.value("from") == "2020-02-30") a.set("from", "2020-03-01");
       })},
      {"date-order", as([](Asked& a) {
         if (a.value("from") == "2015-06-02") a.drop("from");
       })},
      {"date-mixed", as([](Asked& a) {
         if (a.value("from") == "2001-01-01" && a.value("until").size() > 10) a.drop("from");
       })},
      {"date-too-fine",
       [](Trial& t) {
         t.repository.days = true;
         understand(t, [](Asked& a) {
           if (a.value("from") == "2001-01-01T00:00:00Z") a.set("from", "2001-01-01");
         });
       }},
      {"date-before", as([](Asked& a) {
         if (a.has("until") && a.value("until") < "2019" && !a.has("from") && !a.value("until").empty())
           a.drop("until");
       })},
      {"date-future", as([](Asked& a) {
         if (a.value("from").starts_with("2027")) a.drop("from");
       })},
      {"date-until-future", as([](Asked& a) {
         if (a.value("until").starts_with("2027")) a.set("until", "9");
       })},
      {"date-inclusive", as([shift](Asked& a) { shift(a, 20, "2020-01-02T00:00:01Z"); })},
      {"date-day", as([shift](Asked& a) { shift(a, 10, "2021-01-02"); })},
      {"date-range", as([](Asked& a) {
         if (!a.value("from").empty() && a.value("from") == a.value("until")) {
           a.drop("from");
           a.drop("until");
         }
       })},
  };
}

std::vector<Flaw> flaws_of_lists() {
  // Changes what stands behind one record's identifier, in lists alone.
  const auto in_lists = [](const std::string& from, const std::string& to) {
    return [from, to](Trial& t) {
      t.repository.spoil = [from, to](const Asked& a, Reply& r) {
        if (a.value("verb") != "GetRecord") replace(r.body, from, to);
      };
    };
  };
  const auto in_records = [](const std::string& from, const std::string& to) {
    return [from, to](Trial& t) { t.repository.spoil = swapped("ListRecords", from, to); };
  };
  const auto is_asked = [](const Asked& a, int cursor) {
    return a.value("resumptionToken").ends_with(fmt::format("!{}", cursor));
  };
  const auto refuse_token_on = [is_asked](int time) {
    return [is_asked, time](Trial& t) {
      understand(t, [&t, is_asked, time](Asked& a) {
        if (a.value("verb") == "ListIdentifiers" && a.sent.size() == 2 &&
            a.value("resumptionToken").starts_with("ListI") && is_asked(a, 100) && t.repository.times[a.query] == time)
          a.set("resumptionToken", "spent");
      });
    };
  };
  const std::string third = "<identifier>oai:model.example:130</identifier>";
  const std::string third_date = third + "<datestamp>2020-01-02T02:10:00Z";
  return {
      {"list-structure", in_records("<ListRecords>", "<ListRecords><remark/>")},
      {"token-works", refuse_token_on(1)},
      {"token-again", refuse_token_on(2)},
      {"token-old", refuse_token_on(3)},
      {"token-loop",
       [is_asked](Trial& t) {
         t.repository.spoil = [is_asked](const Asked& a, Reply& r) {
           if (is_asked(a, 100)) replace(r.body, "!200</", "!100</");
         };
       }},
      {"token-last",
       [](Trial& t) {
         t.repository.spoil = answers("ListRecords", [](std::string& body) {
           replace(body, "<resumptionToken cursor=\"200\" completeListSize=\"250\"></resumptionToken>", "");
         });
       }},
      {"token-none",
       [](Trial& t) { t.repository.spoil = swapped("ListSets", "</ListSets>", "<resumptionToken/></ListSets>"); }},
      {"token-attributes", in_records("cursor=\"", "cursor=\"n")},
      {"token-cursor", in_records("cursor=\"", "cursor=\"1")},
      {"token-life", in_records("cursor=\"", "expirationDate=\"2026-11-20T08:05:00Z\" cursor=\"")},
      {"list-size", in_records("completeListSize=\"250", "completeListSize=\"999")},
      {"list-once", in_lists(third, "<identifier>oai:model.example:7</identifier>")},
      {"list-same", in_records(third, "<identifier>oai:model.example:other</identifier>")},
      {"page-size", [](Trial& t) { t.repository.page = 60; }},
      {"record-structure", in_records("</record>", "<remark/></record>")},
      {"header-structure", in_lists("<header><identifier>oai:model.example:130<",
                                    "<header status=\"new\"><identifier>oai:model.example:130<")},
      {"identifier", [](Trial& t) { t.repository.items[130].identifier = "no uri"; }},
      {"datestamp", in_records(third_date, third + "<datestamp>2020-01-02")},
      {"datestamp-earliest", in_records(third_date, third + "<datestamp>2019-01-02T02:10:00Z")},
      {"datestamp-future", in_records(third_date, third + "<datestamp>2027-01-02T02:10:00Z")},
      {"record-sets",
       in_records(third_date + "</datestamp><setSpec>images", third_date + "</datestamp><setSpec>two words")},
      {"metadata-there",
       [](Trial& t) {
         t.repository.spoil = answers("ListRecords", [](std::string& body) {
           const auto begin = body.find("<metadata>"), end = body.find("</metadata>");
           if (begin != std::string::npos) body.erase(begin, end + 11 - begin);
         });
       }},
      {"metadata-schema",
       in_records("xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/oai_dc/", "place=\"u:oai_dc")},
      {"metadata-namespace",
       in_records("xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\"", "xmlns:oai_dc=\"u:other\"")},
      {"deleted-empty",
       in_records("</header></record>",
                  "</header><about><a xmlns=\"u:a\" xsi:schemaLocation=\"u:a u:b\"/></about></record>")},
      {"deleted-announced", [](Trial& t) { t.repository.deleted_record = "no"; }, {"deletions-kept"}},
      {"deleted-get",
       [](Trial& t) {
         understand(t, [](Asked& a) {
           if (a.value("verb") == "GetRecord" && a.value("identifier") == "oai:model.example:10")
             a.set("identifier", "u:none");
         });
       }},
      {"get-record",
       [](Trial& t) {
         t.repository.spoil =
             swapped("GetRecord", "<datestamp>2020-01-02T00:50:00Z", "<datestamp>2020-01-01T00:00:00Z");
       }},
  };
}

std::vector<Flaw> all_flaws() {
  std::vector<Flaw> all;
  for (auto&& some :
       {flaws_of_the_door(), flaws_of_replies(), flaws_of_descriptions(), flaws_of_questions(), flaws_of_lists()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

TEST(Judge, FindsNothingInARepositoryThatKeepsEveryRule) {
  Trial trial;

  const auto report = trial.run();

  EXPECT_EQ(flagged(report), std::set<std::string>()) << in_words(report);
  EXPECT_TRUE(report.is_fine());
  EXPECT_EQ(report.name, "The model");
  EXPECT_EQ(ids_not_judged(report),
            (std::set<std::string>{"retry-after", "busy-status", "no-sets", "token-life", "date-too-fine"}))
      << in_words(report);
}

TEST(Judge, FindsNothingInOneOfDaysWithoutSets) {
  Trial trial;
  trial.repository.days = true;
  trial.repository.with_sets = false;

  const auto report = trial.run();

  EXPECT_EQ(flagged(report), std::set<std::string>()) << in_words(report);
}

TEST(Judge, FlagsOfEachBrokenRepositoryThatRuleAlone) {
  for (const auto& flaw : all_flaws()) {
    Trial trial;
    flaw.make(trial);

    const auto report = trial.run();

    auto expected = flaw.also;
    expected.insert(flaw.rule);
    EXPECT_EQ(flagged(report), expected) << flaw.rule << "\n" << in_words(report).substr(0, 2500);
    const auto violations = report.broken_rules(Severity::violation).size();
    EXPECT_EQ(report.is_fine(), violations == 0) << flaw.rule;
  }
}

TEST(Judge, HasABrokenRepositoryForEveryRule) {
  std::set<std::string> broken;
  for (const auto& flaw : all_flaws()) broken.insert(flaw.rule);
  for (const auto& entry : rules()) EXPECT_TRUE(broken.contains(std::string(entry.id))) << entry.id;
}

// -- manners

TEST(Judge, PausesBetweenQuestionsAndNotBeforeTheFirst) {
  Trial trial;
  std::vector<milliseconds> pauses;
  trial.manners.pause = milliseconds(700);
  trial.house.wait = [&pauses](milliseconds pause) { return pauses.push_back(pause), true; };

  const auto report = trial.run();

  EXPECT_EQ(pauses.size() + 1, static_cast<std::size_t>(report.requests));
  EXPECT_EQ(report.requests, trial.repository.requests);
  for (const auto pause : pauses) EXPECT_EQ(pause, milliseconds(700));
}

TEST(Judge, AsksNoMoreThanAllowedAndSaysSo) {
  Trial trial;
  trial.manners.requests = 30;

  const auto report = trial.run();

  EXPECT_EQ(trial.repository.requests, 30);
  EXPECT_TRUE(report.is_fine());
  EXPECT_NE(in_words(report).find("Ended after 30 requests"), std::string::npos);
}

TEST(Judge, EndsWhenItIsStopped) {
  Trial trial;
  std::stop_source stop;
  trial.house.stop = stop.get_token();
  trial.house.wait = [&stop](milliseconds) { return stop.request_stop(), false; };
  trial.manners.pause = milliseconds(1);

  const auto report = trial.run();

  EXPECT_EQ(report.requests, 1);
  EXPECT_FALSE(report.is_fine());
  EXPECT_EQ(flagged(report), std::set<std::string>());
}

TEST(Judge, WaitsAsABusyRepositorySaysAndGivesUpWhenThatIsTooLong) {
  for (const int asked : {7, 600}) {
    Trial trial;
    std::vector<milliseconds> waits;
    trial.house.wait = [&waits](milliseconds wait) { return waits.push_back(wait), true; };
    trial.repository.instead = [&trial, asked](const Asked& a) {
      const bool first = a.query == "verb=ListSets" && trial.repository.times[a.query] == 1;
      return first ? std::optional(says(503, std::chrono::seconds(asked))) : std::nullopt;
    };

    const auto report = trial.run();

    EXPECT_EQ(flagged(report), std::set<std::string>());
    EXPECT_EQ(report.is_fine(), asked == 7);
    EXPECT_EQ(waits.size(), asked == 7 ? 1u : 0u);
    EXPECT_EQ(report.ended.find("too busy") != std::string::npos, asked == 600) << report.ended;
    for (const auto wait : waits) EXPECT_EQ(wait, std::chrono::seconds(7));
  }
}

TEST(Judge, ReadsAsManyPagesAsAllowed) {
  std::map<int, int> followed;
  for (const int pages : {1, 2, 0}) {
    Trial trial;
    trial.repository.page = 20;
    trial.manners.pages = pages;
    trial.run();
    for (const auto& [query, times] : trial.repository.times)
      followed[pages] +=
          query.starts_with("verb=ListRecords&resumptionToken=ListRecords") && !query.ends_with("oai_dc");
  }
  EXPECT_EQ(followed, (std::map<int, int>{{1, 0}, {2, 1}, {0, 12}}));
}

// -- hostile and odd sources

// Answers everything in one way.
class Everywhere : public Fetcher {
 public:
  explicit Everywhere(std::string body) : body_(std::move(body)) {}
  explicit Everywhere(FetchFault fault) : fault_(fault) {}

  Fetched fetch(const Ask& ask) override {
    ++requests;
    if (fault_) return fails(*fault_);
    Reply reply;
    reply.status = 200;
    reply.content_type = "text/xml";
    reply.body = body_;
    reply.wire_bytes = body_.size();
    reply.final_url = ask.url;
    return {std::move(reply), std::nullopt};
  }

  int requests = 0;

 private:
  std::string body_;
  std::optional<FetchFault> fault_;
};

Report judged(Fetcher& fetcher, Manners manners = {}) {
  manners.pause = milliseconds(0);
  return judge(fetcher, "https://odd.example/oai", manners,
               {.wait = [](milliseconds) { return true; }, .now = [] { return today; }});
}

void expect_told(const Report& report, const std::string& what) {
  EXPECT_FALSE(report.is_fine()) << what;
  const auto words = in_words(report);
  EXPECT_TRUE(formats::is_utf8(words)) << what;
  EXPECT_LT(words.size(), 200'000u) << what;
  for (const char c : words) ASSERT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << what;
}

TEST(Judge, TellsInWordsWhatCameInsteadOfARepository) {
  std::string deep, wide = "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">";
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  for (int i = 0; i < 500'000; ++i) wide += "<a/>";
  wide += "</OAI-PMH>";
  for (const std::string& body :
       {std::string(), std::string("<html><body>Log in</body></html>"), std::string("{\"error\": 1}"),
        std::string("%PDF-1.7"), std::string("\0\0\0", 3), std::string("\x1b[2J\x1b]0;owned\x07"),
        std::string(100'000, '<'), deep, wide, std::string("<!DOCTYPE a [<!ENTITY b \"cc\">]><a>&b;&b;</a>"),
        std::string("<OAI-PMH xmlns=\"u:\x1b[2J\"/>"),
        std::string("<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"/>")}) {
    Everywhere source(body);

    const auto report = judged(source);

    expect_told(report, excerpt(body));
    EXPECT_EQ(source.requests, 1) << excerpt(body);
  }
}

TEST(Judge, TellsWhyNothingCame) {
  for (const auto fault :
       {FetchFault::refused_address, FetchFault::not_reached, FetchFault::timed_out, FetchFault::cut,
        FetchFault::too_big, FetchFault::headers_too_big, FetchFault::bad_encoding, FetchFault::redirected_away}) {
    Everywhere source(fault);

    const auto report = judged(source);

    expect_told(report, std::to_string(static_cast<int>(fault)));
    EXPECT_EQ(source.requests, 1);
  }
}

TEST(Judge, GivesUpWhenNothingComesFiveTimesInARow) {
  Trial trial;
  trial.repository.instead = [](const Asked& a) {
    return a.value("verb") == "Identify" ? std::nullopt : std::optional(fails(FetchFault::timed_out));
  };
  trial.repository.spoil = swapped("Identify", "<description>", "<compression>gzip</compression><description>");

  const auto report = trial.run();

  EXPECT_NE(report.ended.find("five"), std::string::npos) << report.ended;
  EXPECT_LE(trial.repository.requests, 8);
}

TEST(Judge, EndsAListOfEndlessTokens) {
  for (const int pages : {5, 0}) {
    Trial trial;
    trial.manners.pages = pages;
    trial.manners.requests = 300;
    int made = 0;
    trial.repository.spoil = [&made](const Asked& a, Reply& r) {
      const auto at = r.body.find("</resumptionToken>");
      if (a.value("verb").starts_with("ListI") && at != std::string::npos)
        r.body.insert(at, r.body[at - 1] == '>' ? fmt::format("ListIdentifiers!!!!{}", ++made % 200) : "");
    };

    const auto report = trial.run();

    EXPECT_LE(trial.repository.requests, 300);
    expect_told(report, std::to_string(pages));
  }
}

TEST(Judge, SurvivesThousandsOfDamagedAnswers) {
  const int rounds = std::getenv("COMMONPLACE_LONG") ? 1000 : 40;
  std::minstd_rand engine(20261120);
  for (int round = 0; round < rounds; ++round) {
    Trial trial;
    trial.repository.items.resize(120);
    trial.repository.spoil = [&engine](const Asked&, Reply& r) {
      for (int i = 0; i < 3 && !r.body.empty(); ++i) {
        const auto at = engine() % r.body.size();
        switch (engine() % 4) {
          case 0:
            r.body[at] = static_cast<char>(engine() % 256);
            break;
          case 1:
            r.body.erase(at, engine() % 40);
            break;
          case 2:
            r.body.insert(at, r.body.substr(engine() % r.body.size(), engine() % 60));
            break;
          default:
            break;
        }
      }
    };

    const auto report = trial.run();

    EXPECT_TRUE(formats::is_utf8(in_words(report)));
    EXPECT_LE(trial.repository.requests, 400);
  }
}

class Fixtures : public Test {
 protected:
  static std::filesystem::path folder() {
    const char* shared = std::getenv("COMMONPLACE_SHARED");
    return std::filesystem::path(shared ? shared : COMMONPLACE_SOURCE_DIR "/../shared") / "fixtures/oai";
  }
};

TEST_F(Fixtures, OdditiesOfTheWorldAreJudgedInWords) {
  if (!std::filesystem::exists(folder()))
    GTEST_SKIP() << "SKIP: no fixtures at ../shared/fixtures; set COMMONPLACE_SHARED";
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    if (entry.path().extension() != ".xml") continue;
    std::stringstream body;
    body << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    // Once for everything, and once for everything but Identify.
    Everywhere source(body.str());
    expect_told(judged(source), entry.path().filename());
    Trial trial;
    trial.repository.spoil = [&body](const Asked& a, Reply& r) {
      if (a.value("verb") != "Identify") r.body = body.str();
    };
    expect_told(trial.run(), entry.path().filename());
    ++read;
  }
  EXPECT_GE(read, 12);
}

// -- words

TEST(Excerpt, ShowsNothingThatATerminalObeys) {
  EXPECT_EQ(excerpt("a\x1b[2Jb\r\n"), "\"a\\u{001B}[2Jb\\u{000D}\\u{000A}\"");
  EXPECT_EQ(excerpt("\u202Eabc\u200F"), "\"\\u{202E}abc\\u{200F}\"");
  EXPECT_EQ(excerpt("\xff"), "\"\uFFFD\"");
  EXPECT_EQ(excerpt("Ŵyr عربي 木"), "\"Ŵyr عربي 木\"");
  EXPECT_EQ(excerpt(std::string(120, 'x')), '"' + std::string(120, 'x') + '"');
  EXPECT_EQ(excerpt(std::string(121, 'x')), '"' + std::string(120, 'x') + "…\"");
}

TEST(Report, SaysWhereEachRuleIsWrittenAndWhatToDo) {
  Trial trial;
  trial.repository.spoil = swapped("Identify", ">keeper@", ">mailto:keeper@");

  const auto words = in_words(trial.run());

  EXPECT_NE(words.find("It breaks the protocol: 1 rule is broken."), std::string::npos) << words;
  EXPECT_NE(words.find("OAI-PMH 2.0, section 4.2"), std::string::npos);
  EXPECT_NE(words.find("\"mailto:keeper@model.example\""), std::string::npos);
  EXPECT_NE(words.find("To do: Write a plain address"), std::string::npos);
}

TEST(Rules, HaveIdsOfTheirOwnAndWholeSentences) {
  std::set<std::string_view> ids;
  for (const auto& entry : rules()) {
    EXPECT_TRUE(ids.insert(entry.id).second) << entry.id;
    for (const auto text : {entry.promise, entry.fix}) EXPECT_TRUE(text.ends_with('.')) << entry.id;
    EXPECT_FALSE(entry.source.empty()) << entry.id;
  }
  EXPECT_THROW(rule("no-such-rule"), std::logic_error);
}

}  // namespace
}  // namespace commonplace::harvest::validator
