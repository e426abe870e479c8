#include "harvest/validator/rules.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace commonplace::harvest::validator {

namespace {

using enum Severity;
using enum Part;

const std::vector<Rule>& door_rules() {
  static const std::vector<Rule> table = {
      {"reach", door, violation, "S3.1", "Every question gets an answer.",
       "Look at the server and its network; a harvester gives up where this happens again and again."},
      {"status", door, violation, "S3.1.2.2", "Answers, errors of the protocol too, come with HTTP status 200.",
       "Send OAI-PMH errors as an <error> element with status 200; other statuses are for the server itself."},
      {"redirect", door, warning, "S3.1.2.2", "The base URL answers itself and sends nobody elsewhere.",
       "Give people the address that the repository leads to, and let Identify say the same one."},
      {"retry-after", door, warning, "S3.1.2.2",
       "A busy server says with Retry-After when to come again, within an hour.",
       "Send Retry-After with a number of seconds from 1 to 3600 beside status 503."},
      {"busy-status", door, warning, "S3.1.2.2", "A busy server says so with status 503.",
       "Send 503 instead of 429: harvesters of OAI-PMH know 503 alone."},
      {"content-type", door, violation, "S3.1.2.1", "The Content-Type of every answer is text/xml.",
       "Send Content-Type: text/xml; charset=UTF-8; application/xml is not the same."},
      {"charset", door, warning, "S3.2", "The Content-Type names no other character set than UTF-8.",
       "Send charset=UTF-8, or none."},
      {"compression-label", door, violation, "S3.1.3",
       "What says that it is compressed is, in the way that was asked for.",
       "Let Content-Encoding say what was really done, and compress only as Accept-Encoding allows."},
      {"identity-encoding", door, violation, "S3.1.3", "Who asks for no compression gets none.",
       "Look at Accept-Encoding before compressing; identity must always be had."},
      {"compression-listed", door, warning, "S4.2", "Compression that Identify lists is used when asked for.",
       "Switch compression on for the base URL, or take the line out of Identify."},
      {"reply-size", door, warning, "guideline for repositories", "No answer is too large for a careful harvester.",
       "Make the pages smaller: 100 to 500 records."},
      {"post", door, violation, "S3.1.1", "POST gives the same answer as GET.",
       "Read arguments from a form sent by POST as from the address."},
      {"argument-order", door, violation, "S3.1.1", "The arguments may come in any order.",
       "Look arguments up by their names, not by their places."},
      {"percent-coding", door, violation, "S3.1.1.3", "Arguments are decoded once, every %XX of them.",
       "Decode percent escapes of arguments before comparing them, and only once."},
  };
  return table;
}

const std::vector<Rule>& reply_rules() {
  static const std::vector<Rule> table = {
      {"xml-well-formed", reply, violation, "S3.2", "Every answer is well-formed XML.",
       "Write the XML with a library, or escape & and < everywhere, and end every element."},
      {"xml-declaration", reply, violation, "S3.2",
       "Every answer begins with an XML declaration: version 1.0, encoding UTF-8.",
       "Begin with <?xml version=\"1.0\" encoding=\"UTF-8\"?> and nothing before it."},
      {"xml-encoding", reply, violation, "S3.2", "Every answer is valid UTF-8.",
       "Convert titles and descriptions to UTF-8 where they enter the repository."},
      {"xml-characters", reply, violation, "XML 1.0, 2.2", "No answer holds a character that XML forbids.",
       "Filter control characters, U+FFFE and U+FFFF out of the metadata; they come from copied texts."},
      {"xml-entities", reply, violation, "S3.2",
       "No entities but the five of XML: &amp;, &lt;, &gt;, &quot; and &apos;.",
       "Write the character itself, or a number such as &#233;, and & as &amp;."},
      {"xml-doctype", reply, violation, "S3.2", "No answer has a DOCTYPE.",
       "Take it out: answers follow an XML Schema, and careful readers refuse a DOCTYPE."},
      {"root", reply, violation, "S3.2", "The outermost element is OAI-PMH of version 2.0.",
       "Put every answer, errors too, into <OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">."},
      {"schema-location", reply, violation, "S3.2", "The outermost element says where its schema is.",
       "Add xsi:schemaLocation with the pair of OAI-PMH 2.0 as in the examples of the specification."},
      {"envelope", reply, violation, "S3.2",
       "An answer holds responseDate, request, then errors or the one element named like the verb.",
       "Put these elements, and no other, in this order."},
      {"response-date", reply, violation, "S3.3.2", "responseDate is in UTC, with seconds and Z.",
       "Write it like 2026-11-20T07:15:55Z, whatever the granularity is."},
      {"clock", reply, warning, "S3.3.2", "The clock of the repository is right within an hour.",
       "Set the clock, and write UTC: local time with a Z loses changes."},
      {"request-url", reply, violation, "S3.2", "The text of <request> is the base URL, as Identify gives it.",
       "Write the same base URL in both places, without the arguments."},
      {"request-attributes", reply, violation, "S3.2", "The attributes of <request> are the arguments that were sent.",
       "Repeat each argument as an attribute, decoded, with & < and \" escaped."},
      {"request-attributes-error", reply, violation, "S3.2",
       "Beside badVerb and badArgument <request> has no attributes.",
       "Leave the attributes out there: they could not be valid."},
      {"error-code", reply, violation, "S3.6", "Errors use the eight codes of the protocol.",
       "Choose one of badArgument, badResumptionToken, badVerb, cannotDisseminateFormat, idDoesNotExist, "
       "noMetadataFormats, noRecordsMatch, noSetHierarchy."},
      {"error-text", reply, warning, "S3.6", "An error says in words what is wrong.",
       "Put a sentence into the <error> element that a person can act on."},
      {"double-encoding", reply, warning, "BASE OVAL", "Texts are encoded once.",
       "Somewhere UTF-8 was taken for Latin-1 and encoded again; look where the metadata come from."},
      {"one-element", reply, violation, "S2.5",
       "metadata, about, description and setDescription hold exactly one element each.",
       "Give each further package a container of its own."},
      {"container-schema", reply, warning, "S3.4",
       "What is in about, description and setDescription names its namespace and its schema.",
       "Add xmlns and xsi:schemaLocation to the outermost element of the package."},
  };
  return table;
}

const std::vector<Rule>& description_rules() {
  static const std::vector<Rule> table = {
      {"identify-structure", identify, violation, "S4.2", "Identify has every element that it must have, in order.",
       "Write repositoryName, baseURL, protocolVersion, adminEmail, earliestDatestamp, deletedRecord, granularity, "
       "then compression and description."},
      {"repository-name", identify, warning, "S4.2", "The repository has a name that people can read.",
       "Fill in repositoryName."},
      {"base-url", identify, violation, "S4.2", "baseURL is the address that is asked, letter for letter.",
       "Let baseURL be the address that harvesters use, with the same http or https, case, port and slash."},
      {"protocol-version", identify, violation, "S4.2", "protocolVersion is 2.0.", "Write 2.0 and nothing else."},
      {"admin-email", identify, violation, "S4.2", "adminEmail is an address that mail can be sent to.",
       "Write a plain address such as keeper@museum.example, without mailto: and not at localhost."},
      {"earliest-datestamp", identify, violation, "S4.2",
       "earliestDatestamp is a date in the granularity of the repository.",
       "Write it as long as granularity says, in UTC."},
      {"earliest-plausible", identify, note, "S4.2", "earliestDatestamp is near the first record.",
       "Put the oldest datestamp there, instead of a date before there was any repository."},
      {"deleted-record", identify, violation, "S2.5.1", "deletedRecord is no, transient or persistent.",
       "Write one of the three words."},
      {"deletions-kept", identify, note, "S2.5.1", "The repository tells which records were deleted.",
       "Keep deleted records as headers with status deleted, and write persistent. Else every copy must be compared "
       "as a whole from time to time."},
      {"granularity", identify, violation, "S3.3.2", "granularity is one of the two that the protocol knows.",
       "Write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, exactly so."},
      {"compression-identity", identify, warning, "S4.2", "Identify lists no compression called identity.",
       "Take it out: that no compression is possible goes without saying."},
      {"oai-identifier-once", identify, violation, "guideline oai-identifier",
       "There is at most one oai-identifier description.", "Keep one."},
      {"oai-identifier", identify, violation, "guideline oai-identifier",
       "The oai-identifier description is whole, and its sample begins as it says.",
       "Write scheme oai, a host name, the delimiter : and a sample such as oai:museum.example:1."},
      {"sample-identifier", identify, warning, "guideline oai-identifier", "The sample identifier is one of a record.",
       "Put the identifier of a real record there."},
      {"format-structure", formats, violation, "S4.4", "A format has a prefix, a schema and a namespace.",
       "Write metadataPrefix, schema and metadataNamespace, in this order."},
      {"oai-dc", formats, violation, "S3.4", "Dublin Core is offered as oai_dc, with its own namespace and schema.",
       "Offer oai_dc with http://www.openarchives.org/OAI/2.0/oai_dc/ and "
       "http://www.openarchives.org/OAI/2.0/oai_dc.xsd."},
      {"format-prefix", formats, violation, "S3.4", "Every prefix can be one, and is listed once.",
       "Use letters, digits and - _ . ! ~ * ' ( ) alone, and each prefix once."},
      {"formats-of-record", formats, violation, "S4.4", "The formats of one record are among those of the repository.",
       "Answer ListMetadataFormats with an identifier as well, with the formats of that record."},
      {"formats-unknown-record", formats, violation, "S4.4",
       "Asked for the formats of an unknown record, it says idDoesNotExist.", "Look the identifier up first."},
      {"set-structure", sets, violation, "S4.6", "A set has setSpec and setName, then descriptions.",
       "Write these elements, in this order."},
      {"set-spec", sets, violation, "S2.6", "Every setSpec can be one, and is listed once.",
       "Use letters, digits and - _ . ! ~ * ' ( ), with : between levels alone."},
      {"set-name", sets, warning, "S2.6", "Every set has a name that people can read.", "Fill in setName."},
      {"set-parents", sets, warning, "S2.6", "Of a set a:b the set a is listed too.",
       "List the parents, or use : for true levels only."},
      {"no-sets", sets, violation, "S4.6", "A repository without sets says noSetHierarchy.",
       "Answer ListSets with the error noSetHierarchy instead of an empty list."},
      {"set-unknown", sets, violation, "S4.5",
       "An unknown set gives noRecordsMatch, or noSetHierarchy where there are no sets.",
       "Do not ignore an unknown set: the harvester would take everything."},
      {"set-listed", sets, violation, "S2.6", "Sets that records name are listed by ListSets.",
       "List every set that a header can have."},
      {"set-members", sets, violation, "S2.7.2", "A list of one set brings records of it alone.",
       "Choose by the argument set, and let the headers name the set."},
  };
  return table;
}

const std::vector<Rule>& question_rules() {
  static const std::vector<Rule> table = {
      {"verb-missing", arguments, violation, "S3.6", "Without a verb the answer is badVerb.", "Say badVerb."},
      {"verb-unknown", arguments, violation, "S3.6", "An unknown verb gives badVerb.",
       "Say badVerb; verbs are compared letter for letter."},
      {"verb-repeated", arguments, violation, "S3.6", "Two verbs give badVerb.", "Count the verbs before reading one."},
      {"argument-unknown", arguments, violation, "S3.6",
       "An argument that the protocol does not know gives badArgument.",
       "Refuse what is unknown: a misspelt argument must not bring another list than was meant."},
      {"argument-foreign", arguments, violation, "S3.6", "An argument of another verb gives badArgument.",
       "Check for each verb which arguments it takes."},
      {"argument-missing", arguments, violation, "S3.6",
       "Where a required argument is missing the answer is badArgument.",
       "Check for each verb which arguments it needs; there is no default format."},
      {"argument-repeated", arguments, violation, "S3.6", "An argument sent twice gives badArgument.",
       "Count arguments before reading one; most frameworks hide repeats."},
      {"argument-empty", arguments, violation, "S3.6", "An empty value gives badArgument.",
       "Treat an empty value as illegal, not as missing."},
      {"argument-impossible-prefix", arguments, warning, "S3.6", "A prefix that cannot be one gives badArgument.",
       "Check the signs of the prefix before echoing it: else the answer breaks its own schema."},
      {"argument-quote", arguments, violation, "S3.6", "A quotation mark in an identifier does no harm.",
       "Escape the attributes of <request>, and say idDoesNotExist or badArgument."},
      {"prefix-unknown", arguments, violation, "S3.6", "An unknown format gives cannotDisseminateFormat.",
       "Look the prefix up before listing."},
      {"record-unknown", arguments, violation, "S3.6", "An unknown record gives idDoesNotExist.",
       "Look the identifier up, letter for letter."},
      {"token-alone", arguments, violation, "S3.5", "A resumptionToken beside another argument gives badArgument.",
       "Refuse other arguments beside resumptionToken."},
      {"token-garbage", arguments, violation, "S3.6", "A token that was never given out gives badResumptionToken.",
       "Check tokens before using them; a wrong one must not begin another list."},
      {"token-empty", arguments, violation, "S3.6", "An empty resumptionToken gives badResumptionToken or badArgument.",
       "Treat it as a wrong token, not as none."},
      {"token-other-verb", arguments, warning, "S3.6", "A token of another verb gives badResumptionToken.",
       "Bind each token to its verb."},
      {"date-illegal", dates, violation, "S3.3.1", "Dates that are none, or in another form, give badArgument.",
       "Take YYYY-MM-DD and YYYY-MM-DDThh:mm:ssZ alone, and only days of the calendar."},
      {"date-order", dates, violation, "S2.7.1", "from later than until gives badArgument.", "Compare the two first."},
      {"date-mixed", dates, violation, "S3.3.1", "from and until of different granularity give badArgument.",
       "Compare the lengths of the two."},
      {"date-too-fine", dates, violation, "S3.3.1", "Where days are the granularity seconds give badArgument.",
       "Refuse dates that are finer than granularity says."},
      {"date-before", dates, violation, "S2.7.1", "until before earliestDatestamp gives noRecordsMatch.",
       "Let until bound the list, and answer an empty one with noRecordsMatch."},
      {"date-future", dates, violation, "S2.7.1", "from in the future gives noRecordsMatch.",
       "Let from bound the list, and answer an empty one with noRecordsMatch."},
      {"date-until-future", dates, violation, "S2.7.1", "until in the future is allowed, and gives the list.",
       "Do not refuse it: it means everything until now."},
      {"date-inclusive", dates, violation, "S2.7.1",
       "from and until equal to the datestamp of a record bring that record.",
       "Include both bounds; look at fractions of seconds and at local time."},
      {"date-day", dates, violation, "S2.7.1", "from and until of one day bring the records of that day.",
       "Let a day mean from 00:00:00Z to 23:59:59Z, also where seconds are the granularity."},
      {"date-range", dates, violation, "S2.7.1", "A list with from and until brings nothing from outside.",
       "Choose by the datestamp that the header shows."},
  };
  return table;
}

const std::vector<Rule>& list_rules() {
  static const std::vector<Rule> table = {
      {"list-structure", lists, violation, "S4.5", "A list holds records or headers, then at most one resumptionToken.",
       "Write these elements alone; an empty list is the error noRecordsMatch."},
      {"token-works", lists, violation, "S3.5", "A resumptionToken that was just given out brings the next page.",
       "Keep tokens good for a day at least, better for ever."},
      {"token-again", lists, violation, "S3.5.1", "The last token asked again brings the same page.",
       "Do not spend tokens: after a broken connection the harvester must ask again."},
      {"token-old", lists, note, "guideline for repositories", "An older token of the list still works.",
       "Let a token hold its whole place, so that a list can be taken up anywhere."},
      {"token-loop", lists, violation, "S3.5", "No token comes twice in one list.",
       "Make each token from the place where the next page begins."},
      {"token-last", lists, violation, "S3.5", "The last of several pages has an empty resumptionToken.",
       "End the last page with <resumptionToken/>: it says that the list is complete."},
      {"token-none", lists, violation, "S3.5", "A list that is complete in one answer has no resumptionToken.",
       "Leave the element out there."},
      {"token-attributes", lists, violation, "S3.5",
       "cursor, completeListSize and expirationDate are written as they must be.",
       "Write numbers as digits, completeListSize at least 1, and the date in UTC with seconds."},
      {"token-cursor", lists, violation, "S3.5", "cursor counts the records delivered before, from 0 on.",
       "Count what the earlier pages of this list have brought."},
      {"token-life", lists, warning, "guideline for repositories", "Tokens live for an hour at least.",
       "Let tokens live longer: harvesters pause, and begin again where a token has died."},
      {"list-size", lists, warning, "S3.5", "completeListSize is as large as the list turns out to be.",
       "Count with the same choice as the list."},
      {"list-once", lists, violation, "S2.5", "No record comes twice in one list.",
       "Order the list by something that does not change while it is read, and begin each page behind the last "
       "record."},
      {"list-same", lists, violation, "S4.3", "ListIdentifiers and ListRecords bring the same records.",
       "Choose the records of both in one place."},
      {"page-size", lists, note, "guideline for repositories", "Pages hold 100 to 500 records.",
       "Change the size of the pages: small ones make harvests slow, large ones fail."},
      {"record-structure", records, violation, "S2.5", "A record is a header, then metadata, then abouts.",
       "Write these elements alone, in this order."},
      {"header-structure", records, violation, "S2.5",
       "A header is identifier, datestamp, then sets; its only attribute is status.",
       "Write these elements, in this order; status is deleted or not there."},
      {"identifier", records, violation, "S2.4", "Every identifier is a URI.",
       "Begin with a scheme such as oai:, and write blanks and other signs as %XX."},
      {"datestamp", records, violation, "S3.3.2", "Every datestamp is in UTC, in the granularity of the repository.",
       "Write all dates as long as granularity in Identify says."},
      {"datestamp-earliest", records, violation, "S4.2", "No datestamp is before earliestDatestamp.",
       "Put the oldest datestamp, deleted records too, into Identify."},
      {"datestamp-future", records, violation, "S2.7.1", "No datestamp is in the future.",
       "Write the moment of the change in UTC: records of tomorrow are missed today."},
      {"record-sets", records, violation, "S2.6", "Every setSpec of a header can be one.",
       "Use the same sets as in ListSets."},
      {"metadata-there", records, violation, "S2.5", "A record that is not deleted has metadata.",
       "Leave records without this format out of the list, or mark them deleted."},
      {"metadata-schema", records, violation, "S3.4", "Metadata names its namespace and its schema.",
       "Add xmlns and xsi:schemaLocation to the outermost element of the metadata."},
      {"metadata-namespace", records, violation, "S3.4", "Metadata is in the namespace that ListMetadataFormats gives.",
       "Write the same namespace in both places."},
      {"deleted-empty", records, violation, "S2.5.1", "A deleted record has a header alone.",
       "Leave metadata and about out of deleted records."},
      {"deleted-announced", records, violation, "S2.5.1", "A repository without deleted records shows none.",
       "Write transient or persistent into Identify."},
      {"deleted-get", records, violation, "S2.5.1", "GetRecord of a deleted record shows its header.",
       "Answer with the header and status deleted, not with idDoesNotExist."},
      {"get-record", records, violation, "S4.1", "GetRecord brings every listed record, with the same header.",
       "Look records up by the identifier that the list gives, letter for letter."},
  };
  return table;
}

std::vector<Rule> joined() {
  std::vector<Rule> all;
  for (const auto* table : {&door_rules(), &reply_rules(), &description_rules(), &question_rules(), &list_rules()})
    all.insert(all.end(), table->begin(), table->end());
  return all;
}

}  // namespace

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = joined();
  return all;
}

const Rule& rule(std::string_view id) {
  const auto found = std::find_if(rules().begin(), rules().end(), [id](const Rule& entry) { return entry.id == id; });
  if (found == rules().end()) throw std::logic_error(fmt::format("no rule is called {}", id));
  return *found;
}

std::string_view title(Part part) {
  switch (part) {
    case door:
      return "The way in";
    case reply:
      return "Every answer";
    case identify:
      return "What it says about itself";
    case formats:
      return "Formats";
    case sets:
      return "Sets";
    case arguments:
      return "Wrong questions";
    case dates:
      return "Dates";
    case lists:
      return "Lists";
    case records:
      return "Records";
  }
  return {};
}

std::string_view word(Severity severity) {
  switch (severity) {
    case violation:
      return "violation";
    case warning:
      return "warning";
    case note:
      return "note";
  }
  return {};
}

}  // namespace commonplace::harvest::validator
