#include "schemas/formats/canonical_plain.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <type_traits>
#include <vector>

#include "schemas/formats/canonical_fields.h"
#include "schemas/formats/json_lexer.h"

namespace commonplace::formats::canonical {
namespace {

using json::Token;

constexpr std::size_t most_entries_compared = 64;  // one with another; longer lists are left to the tree
constexpr std::size_t most_languages = 1000;
constexpr std::int64_t greatest_number = (std::int64_t{1} << 53) - 1;

class PlainReader {
 public:
  explicit PlainReader(std::string_view text) : lexer_(text) {}

  bool read_document(model::Resource& out) {
    return lexer_.next() == Token::begin_object && read_members(out, true) && lexer_.next() == Token::end;
  }
  // After it has been read: whether the writer would have written every byte of it.
  bool is_written_so() const { return written_so_ && lexer_.is_canonical(); }

 private:
  // The name of the member that comes next in an object; `more` is false behind the last.
  struct Ahead {
    std::string name;
    bool more = false;
  };

  template <Tabled T>
  bool read(Token token, T& out) {
    return token == Token::begin_object && read_members(out, false);
  }

  // Both the members and the table are sorted: a name that is not met on the way along the table is not in it.
  template <Tabled T>
  bool read_members(T& out, bool is_top) {
    Ahead ahead;
    if (!read_name(lexer_.next(), ahead)) return false;
    if (!ahead.more) written_so_ = false;  // the writer leaves out what has nothing in it
    if (is_top && ahead.more && ahead.name == "@context") {  // stands for itself: always the same
      written_so_ = false;
      if (lexer_.next() != Token::text || !go_on(ahead)) return false;
    }
    const auto take = [&](const auto& field) {
      if (!ahead.more || ahead.name != field.name) {
        if constexpr (std::is_arithmetic_v<std::remove_reference_t<decltype(out.*field.member)>>) written_so_ = false;
        return true;
      }
      return read(lexer_.next(), out.*field.member) && go_on(ahead);
    };
    return std::apply([&](const auto&... field) { return (take(field) && ...); }, fields<T>) && !ahead.more;
  }

  // From a name, or the end of the object, to the colon behind the name.
  bool read_name(Token token, Ahead& ahead) {
    ahead.more = token == Token::text;
    if (!ahead.more) return token == Token::end_object;
    ahead.name.assign(lexer_.text());
    return lexer_.next() == Token::colon;
  }

  bool go_on(Ahead& ahead) {
    const Token token = lexer_.next();
    ahead.more = false;
    if (token == Token::end_object) return true;
    return token == Token::comma && read_name(lexer_.next(), ahead) && ahead.more;
  }

  bool read(Token token, std::string& out) {
    if (token != Token::text) return false;
    out = std::move(lexer_.text());
    if (out.empty()) written_so_ = false;
    return true;
  }

  bool read(Token token, bool& out) {
    out = token == Token::true_word;
    return out || token == Token::false_word;
  }

  bool read(Token token, std::int64_t& out) {
    if (token == Token::unsigned_number && lexer_.unsigned_number() <= std::uint64_t{greatest_number}) {
      out = static_cast<std::int64_t>(lexer_.unsigned_number());
      return true;
    }
    out = token == Token::negative_number ? lexer_.negative_number() : -greatest_number - 1;
    return out >= -greatest_number;
  }

  bool read(Token token, int& out) {
    std::int64_t number = 0;
    if (!read(token, number)) return false;
    out = static_cast<int>(number);
    return number == out;
  }

  template <typename T>
  bool read(Token token, std::optional<T>& out) {
    return read(token, out.emplace());
  }

  template <typename T>
  bool read(Token token, std::map<std::string, T>& out) {
    Ahead ahead;
    if (token != Token::begin_object || !read_name(lexer_.next(), ahead)) return false;
    if (!ahead.more) written_so_ = false;
    while (ahead.more) {
      if (!out.empty() && ahead.name < out.rbegin()->first) written_so_ = false;
      const auto before = out.size();
      const auto entry = out.try_emplace(out.end(), ahead.name);
      if (out.size() == before || before == most_languages) return false;
      if (!read(lexer_.next(), entry->second) || !go_on(ahead)) return false;
    }
    return true;
  }

  template <typename T>
  bool read(Token token, std::vector<T>& out) {
    if (token != Token::begin_array) return false;
    token = lexer_.next();
    if (token == Token::end_array) {
      written_so_ = false;
      return true;
    }
    for (;; token = lexer_.next()) {
      if (!read(token, out.emplace_back())) return false;
      token = lexer_.next();
      if (token == Token::end_array) break;
      if (token != Token::comma) return false;
    }
    if constexpr (std::is_same_v<T, std::string>) return are_different(out);
    return true;
  }

  static bool are_different(const std::vector<std::string>& texts) {
    if (texts.size() > most_entries_compared) return false;
    for (auto text = texts.begin(); text != texts.end(); ++text)
      if (std::find(texts.begin(), text, *text) != text) return false;
    return true;
  }

  json::Lexer lexer_;
  bool written_so_ = true;
};

}  // namespace

std::optional<ReadDocument> read_plain(std::string_view json_text) {
  std::optional<ReadDocument> read(std::in_place);
  PlainReader reader(json_text);
  if (!reader.read_document(read->resource)) return std::nullopt;
  read->is_written_so = reader.is_written_so();
  return read;
}

}  // namespace commonplace::formats::canonical
