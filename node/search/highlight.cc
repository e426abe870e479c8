#include "node/search/highlight.h"

#include <algorithm>

#include "node/search/words.h"

namespace commonplace::search {

namespace {

bool meets(const Form& form, const std::string& term) {
  return form.prefix ? term.starts_with(form.term) : term == form.term;
}

bool is_asked(const std::vector<Group>& groups, std::string_view word, Language language) {
  std::vector<std::string> terms;
  append_terms(fold_word(word), language, terms);
  return std::any_of(groups.begin(), groups.end(), [&](const Group& group) {
    return !group.excluded && std::any_of(group.forms.begin(), group.forms.end(), [&](const Form& form) {
      return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) { return meets(form, term); });
    });
  });
}

// Bigrams overlap; their spans become one.
void add(std::vector<Span>& spans, Span span) {
  if (!spans.empty() && span.begin <= spans.back().end && spans.back().end > span.begin) {
    spans.back().end = std::max(spans.back().end, span.end);
  } else {
    spans.push_back(span);
  }
}

}  // namespace

std::vector<Span> highlight(const std::vector<Group>& groups, std::string_view text, Language language) {
  std::vector<Span> spans;
  if (groups.empty()) return spans;
  std::vector<Word> words;
  split_words(text, words);
  for (std::size_t i = 0; i < words.size();) {
    std::size_t end = i + 1;
    while (end < words.size() && words[end].joined) ++end;
    std::string whole;
    const std::size_t spans_before = spans.size();
    for (std::size_t k = i; k < end; ++k) {
      const std::string_view word = text.substr(words[k].begin, words[k].end - words[k].begin);
      whole += word;
      if (is_asked(groups, word, language)) add(spans, {.begin = words[k].begin, .end = words[k].end});
    }
    const bool none = spans.size() == spans_before;
    if (end - i > 1 && none && is_asked(groups, whole, language)) {
      add(spans, {.begin = words[i].begin, .end = words[end - 1].end});
    }
    i = end;
  }
  return spans;
}

}  // namespace commonplace::search
