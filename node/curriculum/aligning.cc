#include "node/curriculum/aligning.h"

#include <algorithm>
#include <cmath>

#include "node/curriculum/finding.h"
#include "node/curriculum/resource_stems.h"
#include "node/curriculum/statement_keys.h"
#include "schemas/formats/digest.h"

namespace commonplace::curriculum {
namespace {

constexpr std::size_t most_uses = 200;
constexpr std::size_t most_candidates = 3;
constexpr std::size_t longest_text = 4000;  // bytes, as find_statements() reads
constexpr double supported_share = 0.10;    // CUR-40: the foremost tenth of the framework

class Aligning {
 public:
  Aligning(const model::Resource& resource, const Catalogue& catalogue, std::int64_t version, const KnownTexts& texts, store::AlignedRecord& record)
      : resource_(resource), catalogue_(catalogue), version_(version), texts_(texts), record_(record) {
    record_.subjects = resource.about;
    record_.uses.clear();
  }

  void run(const std::vector<store::SuggestionVerdict>& accepted, const std::vector<std::string>& exemplified) {
    references(resource_.teaches, "teaches");
    references(resource_.assesses, "assesses");
    references(resource_.competency_required, "requires");
    for (const auto& other : resource_.educational_alignment) target(other);
    for (const auto& verdict : accepted)
      if (verdict.accepted) add({verdict.statement, "teaches", "text", verdict.score, true, "", verdict.by});
    for (const auto& statement : exemplified) add({statement, "teaches", "identifier", 100, true, "exemplar", ""});
    for (auto& use : record_.uses) use.supported = is_supported(use.statement);
  }

 private:
  void references(const std::vector<model::StatementRef>& refs, std::string_view role) {
    for (const auto& ref : refs) {
      if (!ref.uri.empty())
        add({main_uri(ref.uri), std::string(role), ref.method, ref.confidence.value_or(100), true, "", ""});
      else if (!by_code(ref, role))
        by_text(ref, role);
    }
  }

  // By its address; by its code where the address is not known here ("CCSS.ELA-Literacy.RH.6-8.7").
  void target(const model::Alignment& other) {
    const auto& name = other.target_url.empty() ? other.target_name : other.target_url;
    if (name.empty()) return;
    const bool is_known = !catalogue_.with_uri(name).empty() || !catalogue_.with_guid(guid_of(name)).empty();
    model::StatementRef ref;
    ref.code = other.target_name;
    if (is_known || !is_a_code(ref.code) || !by_code(ref, other.alignment_type)) add({main_uri(name), other.alignment_type, "", 100, true, "", ""});
  }

  bool is_a_code(const std::string& name) const { return !catalogue_.with_code(code_key(name)).empty(); }

  void add(store::StatementUse use) {
    const bool is_there = std::any_of(record_.uses.begin(), record_.uses.end(), [&](const auto& known) {
      return known.role == use.role && known.statement == use.statement && (!use.statement.empty() || known.text == use.text);
    });
    if (!is_there && record_.uses.size() < most_uses) record_.uses.push_back(std::move(use));
  }

  // The address under which the node knows the statement; the given one where it does not.
  std::string main_uri(const std::string& uri) const {
    const auto& places = catalogue_.with_uri(uri);
    if (places.size() == 1) return catalogue_.entries()[places.front()].uri;
    const auto& same = catalogue_.with_guid(guid_of(uri));
    return same.size() == 1 ? catalogue_.entries()[same.front()].uri : uri;
  }

  bool by_code(const model::StatementRef& ref, std::string_view role) {
    if (ref.code.empty()) return false;
    const auto found = find_statements(catalogue_, {ref.code, "en", ref.framework, resource_.educational_level, resource_.about}, 1);
    const bool is_code = found.verdict == Verdict::matched && found.answers.front().method == Method::code;
    if (!is_code && !ref.text.empty()) return false;
    if (!is_code)
      add({ref.code, std::string(role), "", 100, true, "", ""});
    else
      add({catalogue_.entries()[found.answers.front().statement].uri, std::string(role), "identifier", found.answers.front().score, true,
           "code:" + ref.code, ""});
    return true;
  }

  void by_text(const model::StatementRef& ref, std::string_view role) {
    const auto best = model::best(ref.text);
    if (best.text.empty()) return;
    const auto mark = mark_of(best.text, best.language, ref.framework);
    const auto* known = texts_.find(mark);
    store::AlignedText judged;
    if (!known) {
      judged = judge(mark, std::string(best.text), std::string(best.language), ref.framework);
      known = &judged;
    }
    for (const auto& statement : known->statements)
      add({statement, std::string(role), "text", confidence_of(*known, statement), true, mark, known->decided_by});
    if (known->statements.empty()) add({"", std::string(role), "", 100, true, mark, ""});
    if (known == &judged) texts_.keep(std::move(judged));
  }

  static int confidence_of(const store::AlignedText& text, const std::string& statement) {
    if (text.verdict == store::TextVerdict::accepted) return 100;
    for (const auto& candidate : text.candidates)
      if (candidate.statement == statement) return candidate.score;
    return match_from;
  }

  // One text means another statement in another subject or stage.
  std::string mark_of(std::string_view text, std::string_view language, std::string_view framework) const {
    std::string all;
    for (const auto part : {text.substr(0, longest_text), language, framework}) all.append(part).append("\n");
    for (const auto* list : {&resource_.about, &resource_.educational_level}) {
      auto sorted = *list;
      std::sort(sorted.begin(), sorted.end());
      for (const auto& one : sorted) all.append(one).append(" ");
      all += '\n';
    }
    return formats::sha256_hex(all).substr(0, 16);
  }

  store::AlignedText judge(const std::string& mark, std::string text, std::string language, const std::string& framework) const {
    text.resize(std::min(text.size(), longest_text));
    // A framework that is not here cannot narrow the search.
    const bool is_here = catalogue_.find_framework(framework).has_value();
    const auto found = find_statements(catalogue_, {text, language, is_here ? framework : "", resource_.educational_level, resource_.about}, 8);
    store::AlignedText out;
    out.mark = mark;
    out.text = std::move(text);
    out.language = std::move(language);
    out.subjects = resource_.about;
    out.levels = resource_.educational_level;
    out.tried_with = version_;
    out.verdict = found.verdict == Verdict::matched ? store::TextVerdict::matched
                  : found.verdict == Verdict::queued ? store::TextVerdict::queued
                                                     : store::TextVerdict::none;
    for (const auto& answer : found.answers) {
      const auto& uri = catalogue_.entries()[answer.statement].uri;
      if (answer.score >= match_from) out.statements.push_back(uri);
      if (answer.score >= match_from || out.candidates.size() < most_candidates) out.candidates.push_back({uri, answer.score, answer.reason});
    }
    return out;
  }

  // Whether the record's own words rank the statement in the foremost tenth of its framework. What is not known here cannot
  // be judged.
  bool is_supported(const std::string& statement) {
    const auto& places = catalogue_.with_uri(statement);
    if (places.empty()) return true;
    if (!is_scored_) score();
    const auto place = places.front();
    const auto& entry = catalogue_.entries()[place];
    if (scores_[place] <= 0.0F) return false;
    std::size_t size = 0;
    std::size_t better = 0;
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      if (catalogue_.entries()[i].framework != entry.framework) continue;
      ++size;
      better += scores_[i] > scores_[place];
    }
    return static_cast<double>(better) < std::max(1.0, supported_share * static_cast<double>(size));
  }

  void score() {
    std::vector<WeightedTerm> terms;
    for (const auto& stem : stems_of(resource_)) {
      const Term term = catalogue_.words().find(stem.stem);
      if (term != unknown_term) terms.push_back({term, std::sqrt(stem.weight)});
    }
    catalogue_.words().score(terms, {.parent = 0.5F, .ancestors = 0.2F}, scores_);
    is_scored_ = true;
  }

  const model::Resource& resource_;
  const Catalogue& catalogue_;
  const std::int64_t version_;
  const KnownTexts& texts_;
  store::AlignedRecord& record_;
  std::vector<float> scores_;
  bool is_scored_ = false;
};

}  // namespace

void align(const model::Resource& resource, const Catalogue& catalogue, std::int64_t curriculum_version,
           const std::vector<store::SuggestionVerdict>& accepted, const std::vector<std::string>& exemplified, const KnownTexts& texts,
           store::AlignedRecord& record) {
  Aligning(resource, catalogue, curriculum_version, texts, record).run(accepted, exemplified);
}

bool may_be_aligned(std::string_view document) {
  for (const std::string_view member : {"\"teaches\"", "\"assesses\"", "\"competencyRequired\"", "\"educationalAlignment\""})
    if (document.find(member) != std::string_view::npos) return true;
  return false;
}

}  // namespace commonplace::curriculum
