// Repositories that break one rule in what they say of themselves, or in how they understand questions.
#include <fmt/format.h>

#include "tests/harvest/validator/trial.h"

namespace commonplace::harvest::validator {

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

}  // namespace commonplace::harvest::validator
