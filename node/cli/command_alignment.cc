// commonplace alignment: which statements are meant, what waits for a person to judge, and links between frameworks.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <map>
#include <memory>

#include "node/app/aligner.h"
#include "node/app/clock.h"
#include "node/cli/commands.h"
#include "node/curriculum/crosswalks.h"
#include "node/curriculum/finding.h"
#include "node/curriculum/proposing.h"
#include "schemas/formats/canonical.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::cli {
namespace {

using model::Problem;

struct Given {
  std::string text, id, resource, framework, to, level, subject;
  std::string by = "keeper";
  std::vector<std::string> statements;
  int limit = 20;
};

// An opened data folder whose alignments are as its records are now.
struct Opened {
  app::Desk desk;
  std::unique_ptr<curriculum::AlignmentBook> book = std::make_unique<curriculum::AlignmentBook>();
  std::unique_ptr<app::Aligner> aligner;

  store::Alignments& kept() const { return desk.store->alignments(); }
  void catch_up() { aligner->catch_up(desk.store->last_seq()); }
};

std::optional<Opened> open(Session& session) {
  auto desk = session.open();
  if (!desk) return std::nullopt;
  Opened opened;
  opened.desk = std::move(*desk);
  opened.aligner = std::make_unique<app::Aligner>(*opened.desk.store, *opened.book);
  opened.catch_up();
  return opened;
}

std::string today() { return model::format_datestamp(app::now()); }

std::string text_of(const curriculum::Catalogue& catalogue, std::string_view uri) {
  const auto& places = catalogue.with_uri(uri);
  if (places.empty()) return std::string(uri);
  const auto& entry = catalogue.entries()[places.front()];
  return (entry.code.empty() ? "" : entry.code + " ") + std::string(model::best(entry.text).text);
}

// What a person gives as a statement, as its address.
model::Outcome<std::string> statement_of(const curriculum::Catalogue& catalogue, const std::string& given) {
  const auto found = curriculum::find_statements(catalogue, {given, "en", "", {}, {}}, 2);
  if (found.verdict == curriculum::Verdict::matched) return catalogue.entries()[found.answers.front().statement].uri;
  return Problem{"not-found", given, "this names no statement of this node, or several", "Give the address of the statement as \"alignment resolve\" shows it."};
}

void resolve(Session& session, const Given& given) {
  const auto opened = open(session);
  if (!opened) return;
  const auto catalogue = opened->book->catalogue();
  curriculum::Question question{given.text, "en", given.framework, {}, {}};
  if (!given.level.empty()) question.levels = vocabularies::read_levels(given.level);
  if (!given.subject.empty())
    if (auto id = vocabularies::read_subject(given.subject)) question.subjects = {*id};
  if (!given.framework.empty() && !catalogue->find_framework(given.framework))
    return session.fail({"not-found", given.framework, "this node has no such framework", "Look with \"commonplace framework list\"."});
  const auto found = curriculum::find_statements(*catalogue, question, static_cast<std::size_t>(given.limit));
  json::Value answers = json::Value::array();
  std::string words;
  for (const auto& answer : found.answers) {
    const auto& uri = catalogue->entries()[answer.statement].uri;
    answers.push_back({{"uri", uri}, {"score", answer.score}, {"method", curriculum::word_of(answer.method)}, {"reason", answer.reason}});
    words += fmt::format("{:>3}  {}\n     {} ({})\n", answer.score, text_of(*catalogue, uri), answer.reason, uri);
  }
  session.answer({{"answers", answers}}, words.empty() ? "No statement is like this. Import its framework with \"commonplace framework import\".\n" : words);
}

void queue(Session& session, const Given& given) {
  const auto opened = open(session);
  if (!opened) return;
  std::map<std::string, std::int64_t> records;
  opened->kept().records([&](const store::AlignedRecord& record) {
    for (const auto& use : record.uses)
      if (!use.text.empty()) ++records[use.text];
  });
  const auto catalogue = opened->book->catalogue();
  json::Value all = json::Value::array();
  std::string words;
  for (const auto& text : opened->kept().texts(store::TextVerdict::queued, given.id, given.limit)) {
    json::Value candidates = json::Value::array();
    words += fmt::format("{}  on {} resources\n  \"{}\"\n", text.mark, records[text.mark], text.text);
    for (const auto& one : text.candidates) {
      candidates.push_back({{"uri", one.statement}, {"score", one.score}, {"reason", one.reason}});
      words += fmt::format("  {:>3}  {}\n       {}\n", one.score, text_of(*catalogue, one.statement), one.statement);
    }
    all.push_back({{"id", text.mark}, {"text", text.text}, {"resources", records[text.mark]}, {"candidates", candidates}});
  }
  const auto unresolved = opened->kept().texts(store::TextVerdict::none, "", 1'000'000).size();
  session.answer({{"queue", all}, {"unresolved", unresolved}},
                 words.empty() ? fmt::format("Nothing waits. {} texts are like no statement here.\n", unresolved) : words);
}

void decide(Session& session, const Given& given, store::TextVerdict verdict) {
  auto opened = open(session);
  if (!opened) return;
  std::vector<std::string> uris;
  for (const auto& statement : given.statements) {
    const auto uri = statement_of(*opened->book->catalogue(), statement);
    if (!uri) return session.fail(uri.problem());
    uris.push_back(*uri);
  }
  if (!opened->kept().decide(given.id, verdict, uris, given.by, today()))
    return session.fail({"not-found", given.id, "no text has this id", "Look with \"commonplace alignment queue\"."});
  opened->catch_up();
  session.answer({{"id", given.id}, {"verdict", store::word_of(verdict)}, {"statements", uris}},
                 verdict == store::TextVerdict::accepted ? "The text stands for it from now on, wherever it is met.\n" : "The text stands for no statement.\n");
}

void suggest(Session& session, const Given& given) {
  const auto opened = open(session);
  if (!opened) return;
  const auto record = opened->desk.store->find_public(given.resource);
  const auto resource = record && !record->deleted ? formats::read_canonical(record->document) : model::Outcome<model::Resource>(Problem{});
  if (!resource) return session.fail({"not-found", given.resource, "no resource here has this id", "It is the end of its address: /r/…"});
  const auto catalogue = opened->book->catalogue();
  curriculum::SuggestionWish wish;
  wish.resource = &*resource;
  wish.key = record->key;
  wish.limit = static_cast<std::size_t>(given.limit);
  if (!given.framework.empty()) wish.frameworks = {given.framework};
  for (const auto& verdict : opened->kept().verdicts(record->key)) wish.rejected.insert(verdict.statement);
  json::Value all = json::Value::array();
  std::string words;
  for (const auto& one : opened->book->suggest(*catalogue, wish)) {
    const auto& uri = catalogue->entries()[one.statement].uri;
    all.push_back({{"uri", uri}, {"score", one.score}, {"words", one.words}, {"neighbours", one.neighbours}});
    words += fmt::format("{:>3}  {}\n     {}; {} resources like it ({})\n", one.score, text_of(*catalogue, uri), fmt::join(one.words, ", "), one.neighbours, uri);
  }
  session.answer({{"suggestions", all}}, words.empty() ? "No statement fits.\n" : words);
}

void judge(Session& session, const Given& given, bool accepted) {
  auto opened = open(session);
  if (!opened) return;
  const auto record = opened->desk.store->find_public(given.resource);
  if (!record || record->deleted) return session.fail({"not-found", given.resource, "no resource here has this id", "It is the end of its address: /r/…"});
  for (const auto& statement : given.statements) {
    const auto uri = statement_of(*opened->book->catalogue(), statement);
    if (!uri) return session.fail(uri.problem());
    opened->kept().put(store::SuggestionVerdict{record->key, *uri, accepted, 100, given.by, today()});
  }
  opened->catch_up();
  session.answer({{"resource", given.resource}, {"accepted", accepted}, {"statements", given.statements}},
                 accepted ? "Aligned, and marked as done on this node.\n" : "It is not offered again.\n");
}

void report(Session& session, const Given&) {
  const auto opened = open(session);
  if (!opened) return;
  std::map<std::int64_t, std::map<std::string, std::int64_t>> general;  // contributor → reason → resources
  std::int64_t aligned = 0;
  opened->kept().records([&](const store::AlignedRecord& record) {
    ++aligned;
    if (const auto uses = opened->book->notes(record.key).general; !uses.empty()) ++general[record.contributor][curriculum::words_of(uses.front().reason)];
  });
  json::Value all = json::Value::array();
  std::string words;
  for (const auto& [id, reasons] : general) {
    const auto contributor = opened->desk.store->contributor(id);
    const auto name = contributor ? contributor->profile.name : std::string("an organisation that is gone");
    for (const auto& [reason, resources] : reasons) {
      all.push_back({{"contributor", name}, {"reason", reason}, {"resources", resources}});
      words += fmt::format("{}: {} resources: {}. Choose the statement that fits each best.\n", name, resources, reason);
    }
  }
  session.answer({{"aligned", aligned}, {"general", all}}, words.empty() ? fmt::format("{} resources name statements; none of them is general.\n", aligned) : words);
}

// ---- links between frameworks

std::string in_line(const model::StatementLink& link) {
  return fmt::format("{:>6}  {:<8}  {} {} {}  ({}, {} %, {})\n", link.id, model::word_of(link.state), link.origin, model::word_of(link.relation),
                     link.destination, link.asserted_by.empty() ? "nobody named" : link.asserted_by, link.confidence,
                     link.reviewed_at.empty() ? "not reviewed" : "reviewed by " + link.reviewed_by);
}

void list_links(Session& session, const Given& given) {
  const auto desk = session.open();
  if (!desk) return;
  json::Value all = json::Value::array();
  std::string words;
  for (const auto& link : desk->store->links()) {
    if (curriculum::weight_of(link.relation) <= 0 || static_cast<int>(all.size()) >= given.limit) continue;
    all.push_back({{"id", link.id}, {"from", link.origin}, {"relation", model::word_of(link.relation)}, {"to", link.destination},
                   {"state", model::word_of(link.state)}, {"assertedBy", link.asserted_by}, {"confidence", link.confidence}, {"reviewedAt", link.reviewed_at}});
    words += in_line(link);
  }
  session.answer({{"links", all}}, words.empty() ? "No links between frameworks yet.\n" : words);
}

void turn_link(Session& session, const Given& given, model::LinkState state) {
  const auto desk = session.open();
  if (!desk) return;
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(given.id.data(), given.id.data() + given.id.size(), id);
  auto link = error == std::errc() && end == given.id.data() + given.id.size() ? desk->store->link(id) : std::nullopt;
  if (!link) return session.fail({"not-found", given.id, "no link has this number", "Look with \"commonplace alignment links\"."});
  link->state = state;
  link->reviewed_by = given.by;
  link->reviewed_at = today();
  desk->store->put_link(*link);
  session.answer({{"id", id}, {"state", model::word_of(state)}},
                 state == model::LinkState::on ? "Searches follow the link from now on.\n" : "No search follows the link any more.\n");
}

void propose(Session& session, const Given& given) {
  const auto opened = open(session);
  if (!opened) return;
  const auto catalogue = opened->book->catalogue();
  for (const auto& name : {given.framework, given.to})
    if (!catalogue->find_framework(name)) return session.fail({"not-found", name, "this node has no such framework", "Look with \"commonplace framework list\"."});
  json::Value all = json::Value::array();
  std::string words;
  for (const auto& proposal : curriculum::propose_links(*catalogue, given.framework, given.to, static_cast<std::size_t>(std::min(given.limit, 10)))) {
    const auto link = curriculum::link_of(*catalogue, proposal);
    const auto id = opened->desk.store->put_link(link);
    all.push_back({{"id", id}, {"from", link.origin}, {"to", link.destination}, {"confidence", link.confidence}, {"words", proposal.words}});
    words += fmt::format("{:>6}  {:>2} %  {}\n        {}\n        {}\n", id, link.confidence, text_of(*catalogue, link.origin), text_of(*catalogue, link.destination),
                         fmt::join(proposal.words, ", "));
  }
  session.answer({{"proposed", all}}, words.empty() ? "Nothing is alike.\n" : words + "Suggested, not reviewed: \"commonplace alignment link-on NUMBER\" accepts one.\n");
}

}  // namespace

void add_alignment(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("alignment", "Which curriculum statements are meant: texts, suggestions, links between frameworks.\n"
                                                      "Example: commonplace alignment resolve \"great artists\" --level KS2");
  command->require_subcommand(1);
  auto given = std::make_shared<Given>();
  const auto add = [&](const char* name, const char* help, std::function<void()> act) {
    auto* acting = command->add_subcommand(name, help);
    acting->add_flag("--json", session.as_json, "One JSON object");
    acting->callback(std::move(act));
    return acting;
  };
  const auto limited = [given](CLI::App* acting) { acting->add_option("--limit", given->limit, "How many at most")->check(CLI::Range(1, 100'000)); };
  const auto by = [given](CLI::App* acting) { acting->add_option("--by", given->by, "Who decides"); };

  auto* resolving = add("resolve", "The statements that an address, a code, a text or words may mean", [given, &session] { resolve(session, *given); });
  resolving->add_option("TEXT", given->text)->required();
  resolving->add_option("--framework", given->framework, "Only of this framework");
  resolving->add_option("--level", given->level, "Of somebody at this level");
  resolving->add_option("--subject", given->subject, "In this subject");
  limited(resolving);

  auto* queueing = add("queue", "Texts of records that may mean a statement and wait for a person", [given, &session] { queue(session, *given); });
  queueing->add_option("--after", given->id, "Those behind this id");
  limited(queueing);
  auto* accepting = add("accept", "Say which statements a text means", [given, &session] { decide(session, *given, store::TextVerdict::accepted); });
  accepting->add_option("ID", given->id, "As \"alignment queue\" shows it")->required();
  accepting->add_option("STATEMENT", given->statements, "Address or code")->required();
  by(accepting);
  auto* refusing = add("refuse", "Say that a text means none", [given, &session] { decide(session, *given, store::TextVerdict::refused); });
  refusing->add_option("ID", given->id, "As \"alignment queue\" shows it")->required();
  by(refusing);

  auto* suggesting = add("suggest", "Statements that a resource may teach", [given, &session] { suggest(session, *given); });
  suggesting->add_option("RESOURCE", given->resource, "Its id: the end of /r/…")->required();
  suggesting->add_option("--framework", given->framework, "Only of this framework");
  limited(suggesting);
  for (const bool take : {true, false}) {
    auto* judging = add(take ? "take" : "turn-down", take ? "Align a resource with statements" : "Never suggest these statements for a resource again",
                        [given, &session, take] { judge(session, *given, take); });
    judging->add_option("RESOURCE", given->resource, "Its id: the end of /r/…")->required();
    judging->add_option("STATEMENT", given->statements, "Address or code")->required();
    by(judging);
  }
  add("report", "Organisations whose alignments tell little, and why", [given, &session] { report(session, *given); });

  limited(add("links", "Links between frameworks", [given, &session] { list_links(session, *given); }));
  for (const bool on : {true, false}) {
    auto* turning = add(on ? "link-on" : "link-off", on ? "Let searches follow a link: it is right" : "Let no search follow a link: it is wrong",
                        [given, &session, on] { turn_link(session, *given, on ? model::LinkState::on : model::LinkState::off); });
    turning->add_option("NUMBER", given->id, "As \"alignment links\" shows it")->required();
    by(turning);
  }
  auto* proposing = add("propose", "Propose links between two frameworks by their words", [given, &session] { propose(session, *given); });
  proposing->add_option("FROM", given->framework, "Framework")->required();
  proposing->add_option("TO", given->to, "Framework")->required();
  limited(proposing);
}

}  // namespace commonplace::cli
