#include "harvest/validator/walk.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>

#include "harvest/validator/checks.h"
#include "harvest/validator/excerpt.h"

namespace commonplace::harvest::validator {

namespace {

constexpr std::size_t sampled_live = 4, sampled_deleted = 2;
constexpr std::size_t fewest_per_page = 100, most_per_page = 500;
constexpr std::int64_t shortest_life = 3600;  // seconds

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::size_t count_sets(const Answer& answer, std::vector<std::string>& sets) {
  const Element* list = answer.verb();
  const std::size_t before = sets.size();
  if (list && list->local == "ListSets")
    for (const auto& set : list->children)
      if (set.local == "set") sets.push_back(set.words_of("setSpec"));
  return sets.size() - before;
}

// One list on its way.
class Walker {
 public:
  Walker(Interview& interview, std::string verb) : interview_(interview), verb_(std::move(verb)) {}

  // The token of the next page; nullopt when the walk ends here.
  std::optional<std::string> take(const Answer& answer) {
    const std::size_t before = delivered();
    take_items(answer);
    ++walk.pages;
    const Element* token = answer.token();
    if (token) check_attributes(answer, *token, before);
    const std::string text = token ? token->words() : std::string();
    if (text.empty()) return end(answer, token), std::nullopt;
    check_page_size(answer, delivered() - before);
    const bool is_new = std::find(walk.tokens.begin(), walk.tokens.end(), text) == walk.tokens.end();
    interview_.hold("token-loop", is_new, answer, fmt::format("{} came twice.", excerpt(text)));
    walk.tokens.push_back(text);
    return is_new ? std::optional(text) : std::nullopt;
  }

  Walk walk;

 private:
  std::size_t delivered() const { return walk.identifiers.size() + walk.sets.size(); }

  void take_items(const Answer& answer) {
    count_sets(answer, walk.sets);
    const auto headers = answer.headers();
    for (std::size_t i = 0; i < headers.size(); ++i) {
      const Header& header = headers[i];
      const bool is_new = seen_.insert(header.identifier).second;
      interview_.hold("list-once", is_new, answer, fmt::format("{} came again.", excerpt(header.identifier)));
      walk.identifiers.push_back(header.identifier);
      if (is_new) offer(header, i == 0 || i == headers.size() / 2 || i + 1 == headers.size());
    }
  }

  void offer(const Header& header, bool is_placed) {
    std::size_t& taken = header.deleted ? deleted_ : live_;
    if (header.identifier.empty() || taken == (header.deleted ? sampled_deleted : sampled_live)) return;
    if (!header.deleted && !is_placed) return;
    ++taken;
    walk.sample.push_back(header);
  }

  void end(const Answer& answer, const Element* token) {
    walk.is_whole = true;
    if (walk.pages == 1) {
      interview_.hold("token-none", token == nullptr, answer, "There is an empty resumptionToken.");
    } else {
      interview_.hold("token-last", token != nullptr, answer,
                      fmt::format("Page {} of {} has none.", walk.pages, verb_));
    }
    if (!size_) return;
    interview_.hold("list-size", *size_ == delivered(), answer,
                    fmt::format("completeListSize says {}, and {} came.", *size_, delivered()));
  }

  void check_attributes(const Answer& answer, const Element& token, std::size_t before) {
    std::string fault;
    for (const auto& [space, name, value] : token.attributes) {
      const bool counts = name == "cursor" || name == "completeListSize";
      if (counts && (!number(value) || (name == "completeListSize" && *number(value) == 0)))
        fault = fmt::format("{} is {}.", name, excerpt(value));
      if (name == "expirationDate" && !model::parse_datestamp(value))
        fault = fmt::format("{} is {}.", name, excerpt(value));
      if (!counts && name != "expirationDate") fault = fmt::format("There is an attribute {}.", excerpt(name));
    }
    interview_.hold("token-attributes", fault.empty(), answer, fault);
    check_cursor(answer, token, before);
    check_life(answer, token);
    if (const auto size = number(token.attribute("completeListSize"))) size_ = size;
  }

  void check_cursor(const Answer& answer, const Element& token, std::size_t before) {
    const auto cursor = number(token.attribute("cursor"));
    if (!cursor) return;
    interview_.hold("token-cursor", *cursor == before, answer,
                    fmt::format("cursor is {} where {} came before.", *cursor, before));
  }

  void check_life(const Answer& answer, const Element& token) {
    const auto end = model::parse_datestamp(token.attribute("expirationDate"));
    const auto now = model::parse_datestamp(answer.root->words_of("responseDate"));
    if (!end || !now) return;
    const auto life = end->datestamp.seconds - now->datestamp.seconds;
    interview_.hold("token-life", life >= shortest_life, answer, fmt::format("It lives for {} seconds.", life));
  }

  void check_page_size(const Answer& answer, std::size_t size) {
    if (verb_ == "ListSets") return;
    interview_.hold("page-size", size >= fewest_per_page && size <= most_per_page, answer,
                    fmt::format("A page of {} holds {}.", verb_, size));
  }

  Interview& interview_;
  std::string verb_;
  std::unordered_set<std::string> seen_;
  std::optional<std::uint64_t> size_;
  std::size_t live_ = 0, deleted_ = 0;
};

// Asks for the next page twice where the list has more after it: the last token may be asked again (S3.5.1).
Answer next_page(Interview& interview, const std::string& verb, const std::string& token, bool twice) {
  const Question question{.arguments = {{"verb", verb}, {"resumptionToken", token}}};
  Answer answer = interview.ask(question);
  if (!answer.is_readable()) return answer;
  const bool works = answer.verb() != nullptr;
  interview.hold("token-works", works, answer, answer.in_short());
  if (!twice || !works) return answer;
  const Answer again = interview.ask(question);
  if (!again.is_readable()) return answer;
  const auto first = answer.headers(), second = again.headers();
  const bool same = first.size() == second.size() &&
                    std::equal(first.begin(), first.end(), second.begin(),
                               [](const Header& a, const Header& b) { return a.identifier == b.identifier; });
  interview.hold("token-again", again.verb() != nullptr && same, again,
                 again.verb() ? "Asked again it brought another page." : again.in_short());
  return answer;
}

}  // namespace

Walk walk_list(Interview& interview, const Arguments& arguments) {
  const std::string verb = arguments.front().second;
  Walker walker(interview, verb);
  Answer answer = interview.ask({.arguments = arguments});
  while (answer.verb()) {
    const auto token = walker.take(answer);
    const bool enough = interview.pages() > 0 && walker.walk.pages >= interview.pages();
    if (!token || enough || interview.is_over()) break;
    answer = next_page(interview, verb, *token, walker.walk.pages == 1);
  }
  walker.walk.last = std::move(answer);
  return std::move(walker.walk);
}

}  // namespace commonplace::harvest::validator
