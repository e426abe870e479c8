// From an address, a code, a text or plain words to the statements that are meant (CUR-23 to CUR-27), with how sure we are
// and why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "node/curriculum/catalogue.h"

namespace commonplace::curriculum {

// The numbers and words are on disk and in the API: append only.
enum class Method { uri, guid, code, exact, folded, near, words };
std::string_view word_of(Method method);
// In the words of an alignment (CUR §1): "identifier" or "text".
std::string_view alignment_method(Method method);

inline constexpr int match_from = 92;  // CUR-27
inline constexpr int queue_from = 75;

// What is asked and what is known about who asks. Everything but `text` may be empty.
struct Question {
  std::string text;  // an address, a code, a text or words; at most 4,000 bytes are read
  std::string language = "en";
  std::string framework;              // slug or URI: only its statements
  std::vector<std::string> levels;    // ids of vocabularies
  std::vector<std::string> subjects;  // ids of vocabularies
};

struct Answer {
  std::uint32_t statement = 0;  // place in Catalogue::entries()
  int score = 0;                // 0…100
  Method method = Method::words;
  bool partial = false;  // the text says only a part of the statement, or the statement only a part of the text
  std::string reason;    // for people
};

enum class Verdict { matched, queued, none };

struct Found {
  Verdict verdict = Verdict::none;
  // Best first. Matched: the first ones with 92 or more are meant (several when the text joins several statements).
  std::vector<Answer> answers;
};

// At most `limit` answers.
Found find_statements(const Catalogue& catalogue, const Question& question, std::size_t limit = 10);

}  // namespace commonplace::curriculum
