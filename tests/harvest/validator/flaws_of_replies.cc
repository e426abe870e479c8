// Repositories whose door or replies break one rule.
#include <fmt/format.h>

#include "tests/harvest/validator/trial.h"

namespace commonplace::harvest::validator {

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

}  // namespace commonplace::harvest::validator
