// JSON text in tokens (RFC 8259), strictly: what json::parse builds its values from. Reads whole runs of plain text at
// once, which is what makes it several times faster than the byte-wise reader of nlohmann-json.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace commonplace::json {

enum class Token {
  begin_object,
  end_object,
  begin_array,
  end_array,
  colon,
  comma,
  text,
  unsigned_number,
  negative_number,  // a whole one
  other_number,     // with fraction or exponent, or beyond 64 bits
  true_word,
  false_word,
  null_word,
  end,
  broken,
};

class Lexer {
 public:
  // Requires valid UTF-8, which it does not look at again. A byte order mark at the beginning is passed over.
  explicit Lexer(std::string_view json_text);

  // Token::end at the end, for ever; Token::broken where the text is no JSON, and then never asked again.
  Token next();

  // Of the last token; may be moved from.
  std::string& text() { return text_; }
  std::uint64_t unsigned_number() const { return unsigned_; }
  std::int64_t negative_number() const { return negative_; }
  double other_number() const { return other_; }

  // Whether all so far was written as JCS writes it (RFC 8785 §3.2): no blanks, the shortest escapes. False too where
  // that is not known: any number but a whole one from 0 up.
  bool is_canonical() const { return canonical_; }

  // Where it stands: behind the last token, or at what is broken.
  std::size_t position() const { return static_cast<std::size_t>(here_ - begin_); }

 private:
  Token word(std::string_view rest, Token token);
  Token read_text();
  bool read_escape();
  bool read_unicode();
  bool read_hex(std::uint32_t& unit);
  bool is_shortest(const char* escape) const;
  Token read_number();
  bool skip_digits();

  const char* const begin_;
  const char* here_;
  const char* const end_;
  std::string text_;
  std::uint64_t unsigned_ = 0;
  std::int64_t negative_ = 0;
  double other_ = 0;
  bool canonical_ = true;
};

}  // namespace commonplace::json
