#include "node/curriculum/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "node/curriculum/disciplines.h"
#include "node/curriculum/similarity.h"
#include "node/curriculum/statement_keys.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::curriculum {
namespace {

constexpr std::size_t longest_text = 4000;  // bytes
constexpr std::size_t candidates = 40;      // by BM25, then compared word by word
constexpr float ancestor_weight = 0.3F;     // CUR-27
constexpr std::size_t fewest_words = 4;     // a shorter text is found in too many statements
constexpr int one_of_several = 89;          // CUR-25: the form asks

using Places = Catalogue::Places;

class Finder {
 public:
  Finder(const Catalogue& catalogue, const Question& question)
      : catalogue_(catalogue),
        question_(question),
        text_(std::string_view(question.text).substr(0, longest_text)),
        ages_(vocabularies::ages_of(question.levels)),
        framework_(catalogue.find_framework(question.framework)) {}

  Found find(std::size_t limit) {
    if (text_.empty() || (!question_.framework.empty() && !framework_)) return {};
    identify() || by_near();
    std::stable_sort(found_.answers.begin(), found_.answers.end(), [](const Answer& a, const Answer& b) { return a.score > b.score; });
    if (found_.answers.size() > limit) found_.answers.resize(limit);
    const int best = found_.answers.empty() ? 0 : found_.answers.front().score;
    found_.verdict = best >= match_from ? Verdict::matched : best >= queue_from ? Verdict::queued : Verdict::none;
    return std::move(found_);
  }

 private:
  // CUR-23: the first that gives a single answer ends the search.
  bool identify() {
    return by_key(catalogue_.with_uri(text_), Method::uri, "the address of the statement") ||
           by_key(catalogue_.with_guid(guid_of(text_)), Method::guid, "the identifier of the statement") ||
           by_key(catalogue_.with_code(code_key(text_)), Method::code, "the code of the statement") ||
           by_key(catalogue_.with_exact_text(exact_key(text_)), Method::exact, "the text of the statement") ||
           by_key(catalogue_.with_folded_text(folded_key(text_)), Method::folded,
                  "the text of the statement but for spelling, signs or the words in front");
  }

  bool is_asked_for(const Catalogue::Entry& entry) const { return !framework_ || entry.framework == *framework_; }
  bool subject_fits(const Catalogue::Entry& entry) const { return any_subjects_meet(question_.subjects, entry.subjects); }
  bool level_fits(const Catalogue::Entry& entry) const { return !ages_ || !entry.ages || vocabularies::overlap(*ages_, *entry.ages); }
  int fit(const Catalogue::Entry& entry) const { return (subject_fits(entry) ? 2 : 0) + (level_fits(entry) ? 1 : 0); }

  // What it tells that subject and level are known and the same.
  static constexpr double same_place = 0.05;

  // What a statement of another subject or level still counts for.
  static double share_of(int fit) {
    constexpr std::array<double, 4> shares = {0.6, 0.7, 0.9, 1.0};  // neither, level, subject, both
    return shares[static_cast<std::size_t>(fit)];
  }

  // Several statements with one key: the one that fits what is known, else all of them, the best fitting first.
  bool by_key(const Places& places, Method method, std::string_view reason) {
    std::vector<std::uint32_t> asked;
    for (const auto place : places)
      if (is_asked_for(catalogue_.entries()[place])) asked.push_back(place);
    const auto in_force = [&](auto place) { return !catalogue_.entries()[place].is_retired; };
    if (std::any_of(asked.begin(), asked.end(), in_force)) std::erase_if(asked, [&](auto place) { return !in_force(place); });
    if (asked.empty()) return false;
    std::vector<int> fits;
    for (const auto place : asked) fits.push_back(fit(catalogue_.entries()[place]));
    const int best = *std::max_element(fits.begin(), fits.end());
    const bool is_single = std::count(fits.begin(), fits.end(), best) == 1;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const bool leads = is_single && fits[i] == best;
      const int score = asked.size() == 1 ? (method == Method::folded ? 98 : 100) : leads ? 95 : one_of_several - 3 * (best - fits[i]);
      found_.answers.push_back({asked[i], score, method, false,
                                asked.size() == 1 ? std::string(reason)
                                : leads           ? fmt::format("{}, and the only one of {} that fits subject and level", reason, asked.size())
                                                  : fmt::format("{}, which {} statements share", reason, asked.size())});
    }
    return is_single;
  }

  bool by_near() {
    const auto stems = stems_of(folded_key(text_), question_.language);
    const AskedText asked(catalogue_.words(), stems);
    for (const auto& near : compare(asked)) near_.push_back(near);
    if (near_.empty()) return false;
    join(asked);
    for (const auto& near : near_) answer(near, asked);
    return true;
  }

  struct Near {
    std::uint32_t statement = 0;
    std::uint32_t text = 0;  // place in words().texts()
    Similarity similarity;
    double closeness = 0;  // 0…1, of text and context
    int fit = 0;
    bool joined = false;  // one of several that the text joins
  };

  static double closeness_of(const Similarity& similarity) {
    const double contained = 0.80 * similarity.in_statement + 0.20 * similarity.in_asked;
    return std::max(similarity.both, contained) * (0.9 + 0.1 * similarity.order);
  }

  std::vector<Near> compare(const AskedText& asked) {
    std::vector<WeightedTerm> terms;
    for (const Term term : asked.terms()) terms.push_back({term, 1.0F});
    std::vector<float> scores;
    catalogue_.words().score(terms, {ancestor_weight, ancestor_weight}, scores);
    std::vector<std::uint32_t> best;
    for (std::uint32_t i = 0; i < scores.size(); ++i) {
      if (scores[i] <= 0.0F || catalogue_.entries()[i].is_retired || !is_asked_for(catalogue_.entries()[i])) continue;
      scores[i] *= static_cast<float>(share_of(fit(catalogue_.entries()[i])));
      best.push_back(i);
    }
    const auto kept = std::min(best.size(), candidates);
    std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kept), best.end(),
                      [&](auto a, auto b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
    best.resize(kept);
    std::vector<Near> out;
    for (const auto statement : best) out.push_back(compare(asked, statement));
    std::stable_sort(out.begin(), out.end(), [](const Near& a, const Near& b) { return a.closeness > b.closeness; });
    return out;
  }

  Near compare(const AskedText& asked, std::uint32_t statement) const {
    const auto& words = catalogue_.words();
    const auto end = statement + 1 < words.size() ? words.first_text(statement + 1) : static_cast<std::uint32_t>(words.texts().size());
    Near near;
    near.statement = statement;
    for (auto i = words.first_text(statement); i < end; ++i) {
      const auto similarity = asked.with(words.texts()[i].terms);
      if (closeness_of(similarity) < near.closeness) continue;
      near.similarity = similarity;
      near.text = i;
      near.closeness = closeness_of(similarity);
    }
    near.fit = fit(catalogue_.entries()[statement]);
    near.closeness *= share_of(near.fit);
    if (near.closeness > 0 && near.fit == 3 && ages_ && !question_.subjects.empty()) near.closeness += same_place;
    return near;
  }

  // A text that joins several statements: each is nearly whole in it, and together they say nearly all of it.
  void join(const AskedText& asked) {
    constexpr std::size_t most_parts = 4;
    constexpr double whole = 0.85;
    std::vector<std::size_t> parts;
    std::vector<bool> covered(asked.terms().size(), false);
    for (std::size_t i = 0; i < near_.size() && parts.size() < most_parts; ++i) {
      const auto& near = near_[i];
      if (near.similarity.in_asked < whole || near.fit < 3 || near.similarity.common < fewest_words - 1) continue;
      const auto here = asked.covered_by(catalogue_.words().texts()[near.text].terms);
      auto both = covered;
      for (std::size_t w = 0; w < here.size(); ++w) both[w] = both[w] || here[w];
      if (asked.share(both) - asked.share(covered) < 0.15) continue;
      covered = std::move(both);
      parts.push_back(i);
    }
    if (parts.size() < 2 || asked.share(covered) < 0.92) return;
    for (const auto part : parts) near_[part].joined = true;
  }

  bool leads(const Near& near) const {
    constexpr double margin = 0.06;
    for (const auto& other : near_)
      if (&other != &near && other.closeness > near.closeness - margin) return false;
    return true;
  }

  void answer(const Near& near, const AskedText& asked) {
    const auto& s = near.similarity;
    if (s.common == 0) return;
    const bool long_enough = asked.terms().size() >= fewest_words;
    const bool whole = s.both >= 0.9 && s.order >= 0.75;
    const bool part_of_it = long_enough && s.in_statement >= 0.97 && s.order >= 0.9 && s.in_asked >= 0.3;
    const bool is_match = near.fit == 3 && leads(near) && (whole || part_of_it);
    const bool partial = near.joined || (!whole && part_of_it) || s.in_asked < 0.6;
    int score = 0;
    if (near.joined || is_match)
      score = std::clamp(static_cast<int>(match_from + 6 * s.both), match_from, 98);
    else
      score = scaled(near.closeness);
    const bool is_placed = ages_ && !question_.subjects.empty() && near.fit == 3;
    if (s.common < 2 && !whole && !is_placed) score = std::min(score, queue_from - 1);  // one word in common is chance
    const auto method = score >= queue_from ? Method::near : Method::words;
    found_.answers.push_back({near.statement, score, method, partial, reason(near, is_match)});
  }

  // Closeness on the scale of the bands: from `worth_a_look` on a person is asked.
  static int scaled(double closeness) {
    constexpr double worth_a_look = 0.21;
    if (closeness < worth_a_look) return static_cast<int>(closeness / worth_a_look * (queue_from - 1));
    return std::min(match_from - 1, queue_from + static_cast<int>((closeness - worth_a_look) / (0.95 - worth_a_look) * (match_from - queue_from)));
  }

  std::string reason(const Near& near, bool is_match) const {
    const auto& s = near.similarity;
    const auto percent = [](double share) { return static_cast<int>(share * 100 + 0.5); };
    if (near.joined) return "the text joins this statement with others";
    std::string out = is_match && s.in_asked < 0.85 ? "the text is a part of this statement"
                                                    : fmt::format("{} % of the words of the text stand in the statement, {} % of the statement's in the text",
                                                                  percent(s.in_statement), percent(s.in_asked));
    if (near.fit < 2) out += "; another subject";
    if (near.fit % 2 == 0) out += "; another level";
    return out;
  }

  const Catalogue& catalogue_;
  const Question& question_;
  const std::string_view text_;
  const std::optional<model::AgeRange> ages_;
  const std::optional<std::uint32_t> framework_;
  std::vector<Near> near_;
  Found found_;
};

}  // namespace

std::string_view word_of(Method method) {
  switch (method) {
    case Method::uri: return "uri";
    case Method::guid: return "guid";
    case Method::code: return "code";
    case Method::exact: return "exact";
    case Method::folded: return "folded";
    case Method::near: return "near";
    case Method::words: return "words";
  }
  return "words";
}

std::string_view alignment_method(Method method) {
  return method <= Method::code ? "identifier" : "text";
}

Found find_statements(const Catalogue& catalogue, const Question& question, std::size_t limit) {
  return Finder(catalogue, question).find(limit);
}

}  // namespace commonplace::curriculum
