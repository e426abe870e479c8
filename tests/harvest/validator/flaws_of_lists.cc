// Repositories whose lists break one rule.
#include <fmt/format.h>

#include "tests/harvest/validator/trial.h"

namespace commonplace::harvest::validator {

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

}  // namespace commonplace::harvest::validator
