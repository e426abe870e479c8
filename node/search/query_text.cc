#include "node/search/query_text.h"

#include <algorithm>

#include "node/search/stop_words.h"
#include "node/search/thesaurus.h"
#include "node/search/words.h"

namespace commonplace::search {

namespace {

// Phones type curly quotes: they are quotes.
std::string with_plain_quotes(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("“") || rest.starts_with("”") || rest.starts_with("„")) {
      plain += '"';
      at += 3;
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

std::string_view cut_query(std::string_view text) {
  if (text.size() <= longest_query) return text;
  std::size_t end = longest_query;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

class QueryReader {
 public:
  QueryReader(std::string_view text, const std::vector<Language>& languages, Language main_language)
      : text_(text), languages_(languages), main_language_(main_language) {}

  std::vector<Group> read(const Thesaurus* thesaurus) {
    while (skip_blanks()) read_unit();
    if (thesaurus != nullptr) thesaurus->expand(groups_, languages_, main_language_);
    drop_stop_words();
    return std::move(groups_);
  }

 private:
  bool skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    return at_ < text_.size();
  }

  void read_unit() {
    ++unit_;
    Manner manner;
    manner.excluded = text_[at_] == '-' && at_ + 1 < text_.size() && !is_blank(text_[at_ + 1]);
    if (manner.excluded) ++at_;
    manner.in_name = skip_title_mark();
    if (text_[at_] == '"') {
      const std::size_t end = text_.find('"', at_ + 1);
      if (end != std::string_view::npos) {
        manner.quoted = true;
        add_words(text_.substr(at_ + 1, end - at_ - 1), manner);
        at_ = end + 1;
        return;
      }
      ++at_;  // an unbalanced quote is a sign like others (SRCH-5)
    }
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) && !(text_[at_] == '"' && at_ > begin)) ++at_;
    add_words(text_.substr(begin, at_ - begin), manner);
  }

  // Whether "title:" with a word behind it stands here; it is passed over then.
  bool skip_title_mark() {
    constexpr std::string_view mark = "title:";
    if (text_.size() - at_ <= mark.size() || is_blank(text_[at_ + mark.size()])) return false;
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    for (std::size_t i = 0; i < mark.size(); ++i) {
      if (lower(text_[at_ + i]) != mark[i]) return false;
    }
    at_ += mark.size();
    return true;
  }

  struct Manner {
    bool quoted = false;
    bool excluded = false;
    bool in_name = false;
    bool is_required() const { return (quoted || in_name) && !excluded; }
    bool is_unit() const { return quoted || in_name || excluded; }
  };

  void add_words(std::string_view part, Manner manner) {
    std::vector<Word> words;
    split_words(part, words);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool prefix = words[i].end < part.size() && part[words[i].end] == '*';
      const std::string folded = fold_word(part.substr(words[i].begin, words[i].end - words[i].begin));
      Group group{.word = folded,
                  .forms = query_forms(folded, languages_),
                  .required = manner.is_required(),
                  .excluded = manner.excluded,
                  .in_name = manner.in_name,
                  .filler = !manner.is_unit() && is_filler_word(folded, main_language_),
                  .unit = manner.is_unit() ? unit_ : 0,
                  .offsets = {static_cast<std::uint32_t>(i)}};
      if (prefix) group.forms.insert(group.forms.begin(), {.term = folded, .weight = 100, .prefix = true});
      add_joined_forms(part, words, i, group);
      add(std::move(group), !manner.is_required() && is_stop_word(folded, main_language_));
    }
  }

  // A part of a hyphenated word is also found in records that write it as one (SRCH-10).
  void add_joined_forms(std::string_view part, const std::vector<Word>& words, std::size_t i, Group& group) const {
    std::size_t first = i;
    while (words[first].joined) --first;
    std::size_t end = i + 1;
    while (end < words.size() && words[end].joined) ++end;
    if (end - first < 2) return;
    std::string whole;
    for (std::size_t k = first; k < end; ++k) whole += part.substr(words[k].begin, words[k].end - words[k].begin);
    for (Form& form : query_forms(fold_word(whole), languages_)) {
      if (!form.prefix) group.forms.push_back(std::move(form));
    }
  }

  void add(Group group, bool stop_word) {
    if (group.forms.empty() || groups_.size() >= most_groups) return;
    if (group.forms.size() > most_forms) group.forms.resize(most_forms);
    for (Group& known : groups_) {
      if (known.forms != group.forms) continue;
      if (known.unit == group.unit) known.offsets.push_back(group.offsets.front());
      if (known.unit == group.unit || (known.required && group.unit == 0)) return;
    }
    groups_.push_back(std::move(group));
    stop_words_.push_back(stop_word);
  }

  // Words of an excluded phrase stay: without them it would exclude more.
  void drop_stop_words() {
    const auto counts = [this](std::size_t i) { return !groups_[i].excluded && !stop_words_[i]; };
    bool others = false;
    for (std::size_t i = 0; i < groups_.size(); ++i) others = others || counts(i);
    if (!others) return;
    std::vector<Group> kept;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      if (groups_[i].excluded || counts(i)) kept.push_back(std::move(groups_[i]));
    }
    groups_ = std::move(kept);
  }

  std::string_view text_;
  const std::vector<Language>& languages_;
  Language main_language_;
  std::size_t at_ = 0;
  std::uint32_t unit_ = 0;
  std::vector<Group> groups_;
  std::vector<bool> stop_words_;
};

}  // namespace

std::vector<Group> read_query(std::string_view text, const std::vector<Language>& languages, Language main_language,
                              const Thesaurus* thesaurus) {
  const std::string plain = with_plain_quotes(cut_query(text));
  return QueryReader(plain, languages, main_language).read(thesaurus);
}

}  // namespace commonplace::search
