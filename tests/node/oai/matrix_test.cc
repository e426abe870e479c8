// OAI-9, OAI-76: more than 120 generated argument sets per verb give the codes of §2, and a valid reply.
// The oracle here knows the rules from the specification's tables, not from the provider's code.
#include <fmt/format.h>

#include <random>

#include "schemas/formats/url.h"
#include "tests/node/oai/oai_ground.h"

namespace commonplace::oai {
namespace {

enum class Meaning { good, unknown, illegal };

struct Choice {
  std::string name;
  std::string value;
  Meaning meaning;
};

const std::vector<Choice> choices = {
    {"identifier", "oai:learn.river.example:42", Meaning::good},
    {"identifier", "oai:learn.river.example:no", Meaning::unknown},
    {"identifier", "urn:isbn:978-0", Meaning::unknown},
    {"identifier", "no uri", Meaning::illegal},
    {"identifier", "invalid\"id", Meaning::illegal},
    {"identifier", "oai:a.b:50%", Meaning::illegal},
    {"identifier", "oai:a.b:[1]", Meaning::illegal},
    {"identifier", "1oai:x", Meaning::illegal},
    {"identifier", "", Meaning::illegal},
    {"metadataPrefix", "oai_dc", Meaning::good},
    {"metadataPrefix", "cpl", Meaning::good},
    {"metadataPrefix", "marc21", Meaning::unknown},
    {"metadataPrefix", "all", Meaning::unknown},
    {"metadataPrefix", "a b", Meaning::illegal},
    {"metadataPrefix", "", Meaning::illegal},
    {"set", "contributor", Meaning::good},
    {"set", "contributor:learn.river.example", Meaning::good},
    {"set", "contributor:nobody.example", Meaning::unknown},
    {"set", "contrib", Meaning::unknown},
    {"set", "a::b", Meaning::illegal},
    {"set", ":a", Meaning::illegal},
    {"set", "", Meaning::illegal},
    {"from", "2026-01-01", Meaning::good},
    {"from", "2026-02-30", Meaning::illegal},
    {"from", "2026-01-01T00:00:00.0Z", Meaning::illegal},
    {"from", "", Meaning::illegal},
    {"until", "2026-01-02", Meaning::good},
    {"until", "2025-12-31", Meaning::unknown},  // before the store was made; with a `from` it is the earlier of two
    {"until", "2026", Meaning::illegal},
    {"until", "2026-01-02T00:00:00Z", Meaning::unknown},  // stands here for the other granularity
    {"resumptionToken", "AAAA", Meaning::unknown},
    {"resumptionToken", "", Meaning::unknown},
    {"flavour", "sweet", Meaning::illegal},
    {"identifiers", "", Meaning::illegal},
};

struct Rule {
  std::string verb;
  std::vector<std::string> takes;
  std::vector<std::string> needs;
};

const std::vector<Rule> rules = {
    {"Identify", {}, {}},
    {"ListMetadataFormats", {"identifier"}, {}},
    {"ListSets", {"resumptionToken"}, {}},
    {"GetRecord", {"identifier", "metadataPrefix"}, {"identifier", "metadataPrefix"}},
    {"ListIdentifiers", {"metadataPrefix", "set", "from", "until", "resumptionToken"}, {"metadataPrefix"}},
    {"ListRecords", {"metadataPrefix", "set", "from", "until", "resumptionToken"}, {"metadataPrefix"}},
};

const Choice* find(const std::vector<Choice>& sent, std::string_view name) {
  for (const auto& choice : sent)
    if (choice.name == name) return &choice;
  return nullptr;
}

bool is(const Choice* choice, Meaning meaning) {
  return choice && choice->meaning == meaning;
}

bool is_bad_argument(const Rule& rule, const std::vector<Choice>& sent) {
  std::set<std::string> names;
  for (const auto& choice : sent) {
    if (!names.insert(choice.name).second || choice.meaning == Meaning::illegal) return true;
    if (std::find(rule.takes.begin(), rule.takes.end(), choice.name) == rule.takes.end()) return true;
  }
  if (find(sent, "resumptionToken")) return sent.size() > 1;
  for (const auto& name : rule.needs)
    if (!find(sent, name)) return true;
  const auto *from = find(sent, "from"), *until = find(sent, "until");
  return from && is(until, Meaning::unknown);  // another granularity, or later than until
}

std::set<std::string> expected_codes(const Rule& rule, const std::vector<Choice>& sent) {
  if (is_bad_argument(rule, sent)) return {"badArgument"};
  if (find(sent, "resumptionToken")) return {"badResumptionToken"};
  std::set<std::string> codes;
  if (is(find(sent, "identifier"), Meaning::unknown)) codes.insert("idDoesNotExist");
  if (is(find(sent, "metadataPrefix"), Meaning::unknown)) codes.insert("cannotDisseminateFormat");
  if (is(find(sent, "set"), Meaning::unknown)) codes.insert("noRecordsMatch");
  const auto* until = find(sent, "until");
  if (codes.empty() && until && until->value == "2025-12-31") codes.insert("noRecordsMatch");
  return codes;
}

std::string query_of(const Rule& rule, const std::vector<Choice>& sent) {
  std::string out = "verb=" + rule.verb;
  for (const auto& choice : sent) out += fmt::format("&{}={}", choice.name, formats::percent_encode(choice.value));
  return out;
}

std::map<std::string, std::string> expected_echo(const Rule& rule, const std::vector<Choice>& sent) {
  std::map<std::string, std::string> out{{"verb", rule.verb}};
  for (const auto& choice : sent) out[choice.name] = choice.value;
  return out;
}

// Mostly what the verb takes, so that the good ways are walked too; now and then anything.
std::vector<Choice> draw(const Rule& rule, std::mt19937& random) {
  const auto at_most = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n)(random); };
  std::vector<Choice> sent;
  for (const auto& name : rule.takes) {
    const bool needed = std::find(rule.needs.begin(), rule.needs.end(), name) != rule.needs.end();
    if (at_most(9) >= (needed ? 9u : name == "resumptionToken" ? 1u : 5u)) continue;
    std::vector<Choice> of_name;
    for (const auto& choice : choices)
      if (choice.name == name && (choice.meaning != Meaning::illegal || at_most(4) == 0)) of_name.push_back(choice);
    if (!of_name.empty()) sent.push_back(of_name[at_most(of_name.size() - 1)]);
  }
  const auto strangers = rule.takes.size() < 2 ? at_most(3) : at_most(9) == 0 ? 1 : 0;
  for (std::size_t i = 0; i < strangers; ++i) sent.push_back(choices[at_most(choices.size() - 1)]);
  if (!sent.empty() && at_most(14) == 0) sent.push_back(sent.front());
  std::shuffle(sent.begin(), sent.end(), random);
  return sent;
}

using Oai9Matrix = OaiTest;
using Oai76 = OaiTest;

// Every subset of six known arguments and an unknown one: 128 combinations a verb.
TEST_F(Oai9Matrix, EveryCombinationOfArgumentsIsJudgedByWhatTheVerbTakes) {
  publish({record("42")}, after(10));
  const std::vector<std::pair<std::string, std::string>> arguments = {
      {"identifier", id("42")}, {"metadataPrefix", "oai_dc"}, {"set", "contributor"},    {"from", "2026-01-01"},
      {"until", "2026-12-31"},  {"resumptionToken", "x"},     {"elephant", "metadataPrefix"}};
  for (const auto& rule : rules) {
    for (unsigned chosen = 0; chosen < 1U << arguments.size(); ++chosen) {
      std::string query = "verb=" + rule.verb;
      std::set<std::string> names;
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        if ((chosen >> i & 1) == 0) continue;
        query += "&" + arguments[i].first + "=" + arguments[i].second;
        names.insert(arguments[i].first);
      }
      const bool has_stranger = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        return std::find(rule.takes.begin(), rule.takes.end(), name) == rule.takes.end();
      });
      const bool has_token = names.contains("resumptionToken");
      const bool lacks = std::any_of(rule.needs.begin(), rule.needs.end(),
                                     [&](const std::string& name) { return !names.contains(name); });
      const bool is_bad = has_stranger || (has_token ? names.size() > 1 : lacks);
      const auto codes = ask(query).codes();
      const std::set<std::string> expected = is_bad      ? std::set<std::string>{"badArgument"}
                                             : has_token ? std::set<std::string>{"badResumptionToken"}
                                                         : std::set<std::string>{};
      ASSERT_EQ(std::set<std::string>(codes.begin(), codes.end()), expected) << query;
    }
  }
}

// Good requests of every kind, with bytes flipped, cut, doubled, put in and exchanged, as query or as form.
TEST_F(Oai76, MutatedRequestsGetAValidReplyOrAProperHttpError) {
  repository_->page_size = 2;
  publish({record("42"), record("43"), tombstone("44"), record("a/b?c=d&e")}, after(10));
  const std::string token = ask("verb=ListRecords&metadataPrefix=oai_dc").token()->text;
  const std::vector<std::string> seeds = {
      "verb=Identify",
      "verb=ListSets",
      "verb=ListMetadataFormats&identifier=oai:learn.river.example:42",
      "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Alearn.river.example%3A42",
      "verb=ListRecords&metadataPrefix=lom&from=2026-01-01&until=2026-12-31T00:00:00Z&set=contributor:learn.river.example",
      "verb=ListIdentifiers&metadataPrefix=cpl&from=2026-01-01T00:00:00Z&until=2026-01-02T00:00:00Z",
      "verb=ListRecords&resumptionToken=" + token};
  const std::vector<std::string> pieces = {"&", "=", "%", "%00", "%EF%BF%BE", "%ED%A0%80", "%F0%9F%8C%89", "+", "<", "\"", "]]>",
                                           "&verb=Identify", "resumptionToken=", "\xff", "%25", ";", "#", "oai:", "%0A", "9999"};
  std::mt19937 random(2000);
  const auto at = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  std::map<int, int> statuses;
  for (int i = 0; i < 2000; ++i) {
    std::string query = seeds[at(seeds.size())];
    for (auto times = 1 + at(4); times > 0 && !query.empty(); --times) {
      const auto place = at(query.size());
      switch (at(5)) {
        case 0: query[place] = static_cast<char>(query[place] ^ (1 << at(8))); break;
        case 1: query.resize(place); break;
        case 2: query.insert(place, pieces[at(pieces.size())]); break;
        case 3: query.insert(place, query.substr(at(query.size()), at(12))); break;
        case 4: query.erase(place, 1 + at(3)); break;
      }
    }
    const char* const types[] = {"application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=utf-8", "text/xml"};
    const auto reply = i % 3 == 0 ? post(query, "", types[at(3)]) : ask(query);
    ++statuses[reply.response.status];
    if (reply.response.status != 200) {
      ASSERT_TRUE(reply.response.status == 415) << query;
      continue;
    }
    ASSERT_EQ(reply.root.local, "OAI-PMH") << query;  // and held against the schemas by read()
    ASSERT_TRUE(reply.verb() || !reply.codes().empty()) << query;
  }
  EXPECT_GT(statuses[200], 1700);
  EXPECT_GT(statuses[415], 100);
}

TEST_F(Oai76, GeneratedArgumentSetsGiveTheCodesOfTheProtocol) {
  publish({record("42"), record("43"), tombstone("44")}, after(10));
  for (const auto& rule : rules) {
    std::mt19937 random(76);
    std::map<std::string, std::vector<Choice>> sets;
    while (sets.size() < 150) {
      const auto sent = draw(rule, random);
      sets.emplace(query_of(rule, sent), sent);
    }
    std::size_t good = 0;
    for (const auto& [query, sent] : sets) {
      const auto reply = ask(query);
      const auto codes = reply.codes();
      const auto expected = expected_codes(rule, sent);
      EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()), expected) << query;
      const bool has_echo = !expected.contains("badArgument");
      EXPECT_EQ(reply.echo(), has_echo ? expected_echo(rule, sent) : (std::map<std::string, std::string>())) << query;
      good += codes.empty() ? 1 : 0;
    }
    EXPECT_GE(good, 1u) << rule.verb;
  }
}

}  // namespace
}  // namespace commonplace::oai
