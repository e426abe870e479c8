#include "schemas/formats/turtle.h"

#include <serd/serd.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "schemas/formats/unicode.h"

namespace commonplace::formats {
namespace {

using model::Failure;
using model::Problem;

constexpr int deepest = 64;  // libserd calls itself for every bracket
constexpr std::string_view same_as_predicate = "<http://www.w3.org/2002/07/owl#sameAs>";

std::string line_words(std::size_t line) {
  return "line " + std::to_string(line);
}

// Walks over the tokens of Turtle as far as is needed to tell what stands outside strings, addresses and comments:
// counts brackets, and writes the N3 predicate "=" as what it means.
class Preparation {
 public:
  explicit Preparation(std::string_view text) : text_(text) {}

  Failure run() {
    out_.reserve(text_.size());
    while (at_ < text_.size())
      if (auto problem = step()) return problem;
    return std::nullopt;
  }

  std::string take() { return std::move(out_); }

 private:
  Failure step() {
    const char c = text_[at_];
    if (c == '\0') return Problem{"bad-turtle", where(), "The text holds a NUL character.", "Save the file as plain text."};
    if (c == '"' || c == '\'') return copy_string(c), std::nullopt;
    if (c == '<') return copy_address(), std::nullopt;
    if (c == '#') return copy_until('\n'), std::nullopt;
    if (c == '\\') return copy(std::min<std::size_t>(2, text_.size() - at_)), std::nullopt;
    if (c == '=' && (at_ + 1 == text_.size() || text_[at_ + 1] != '>')) {
      out_ += same_as_predicate;
      ++at_;
      return std::nullopt;
    }
    if (c == '[' || c == '(') ++depth_;
    if ((c == ']' || c == ')') && depth_ > 0) --depth_;
    if (depth_ > deepest)
      return Problem{"too-deep", where(), "Brackets stand more than 64 deep in each other.",
                     "Write the file with fewer nested descriptions."};
    copy(1);
    return std::nullopt;
  }

  void copy(std::size_t bytes) {
    out_ += text_.substr(at_, bytes);
    at_ += bytes;
  }

  void copy_until(char end) {
    const std::size_t found = text_.find(end, at_);
    copy((found == std::string_view::npos ? text_.size() : found + 1) - at_);
  }

  // An address ends at ">" and holds no blank; "<" alone is copied as it is. Where the next end is, is looked for once: a
  // long row of "<" must not be walked again for each of them.
  void copy_address() {
    if (stop_ <= at_) stop_ = std::min(text_.find_first_of("> \t\r\n\"", at_), text_.size());
    copy(stop_ < text_.size() && text_[stop_] == '>' ? stop_ + 1 - at_ : 1);
  }

  void copy_string(char quote) {
    const std::string three(3, quote);
    const bool is_long = text_.substr(at_, 3) == three;
    const std::string_view end = is_long ? std::string_view(three) : std::string_view(three).substr(0, 1);
    std::size_t i = at_ + end.size();
    while (i < text_.size() && text_.substr(i, end.size()) != end) i += text_[i] == '\\' ? 2 : 1;
    // """a"""" ends with the last three of four.
    while (is_long && i + 3 < text_.size() && text_[i + 3] == quote) ++i;
    copy(std::min(text_.size(), i + end.size()) - at_);
  }

  std::string where() const {
    return line_words(1 + static_cast<std::size_t>(std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n')));
  }

  std::string_view text_;
  std::string out_;
  std::size_t at_ = 0;
  std::size_t stop_ = 0;  // where an address that begins before it ends, or cannot go on
  int depth_ = 0;
};

struct FreeEnv {
  void operator()(SerdEnv* env) const { serd_env_free(env); }
};
struct FreeReader {
  void operator()(SerdReader* reader) const { serd_reader_free(reader); }
};

std::string text_of(const SerdNode* node) {
  return {reinterpret_cast<const char*>(node->buf), node->n_bytes};
}

SerdNode uri_node(const std::string& uri) {
  return serd_node_from_string(SERD_URI, reinterpret_cast<const std::uint8_t*>(uri.c_str()));
}

// What libserd calls while it reads.
class Reading {
 public:
  Reading(std::string_view text, const std::string& base, rdf::Graph& graph) : text_(text), graph_(graph) {
    const SerdNode node = uri_node(base);
    env_.reset(serd_env_new(&node));
  }

  Failure run(std::string_view file) {
    const std::unique_ptr<SerdReader, FreeReader> reader(
        serd_reader_new(SERD_TURTLE, this, nullptr, on_base, on_prefix, on_triple, nullptr));
    serd_reader_set_strict(reader.get(), true);
    serd_reader_set_error_sink(reader.get(), on_error, this);
    const std::string prefix(file);
    if (!prefix.empty()) serd_reader_add_blank_prefix(reader.get(), reinterpret_cast<const std::uint8_t*>(prefix.c_str()));
    const auto status = serd_reader_read_source(reader.get(), on_read, on_asked, this, nullptr, 4096);
    if (status == SERD_SUCCESS && line_ == 0) return std::nullopt;
    return Problem{"bad-turtle", line_words(line_), "This is not well-formed Turtle.",
                   "Look at that line, or export the file again as Turtle, N-Triples, RDF/XML or JSON-LD."};
  }

 private:
  static Reading& self(void* handle) { return *static_cast<Reading*>(handle); }

  static std::size_t on_read(void* buffer, std::size_t size, std::size_t count, void* handle) {
    auto& text = self(handle).text_;
    const std::size_t bytes = std::min(text.size(), size * count);
    std::memcpy(buffer, text.data(), bytes);
    text.remove_prefix(bytes);
    return bytes / size;
  }
  static int on_asked(void*) { return 0; }

  static SerdStatus on_error(void* handle, const SerdError* error) {
    if (self(handle).line_ == 0) self(handle).line_ = std::max(1u, error->line);
    return SERD_SUCCESS;
  }
  static SerdStatus on_base(void* handle, const SerdNode* uri) { return serd_env_set_base_uri(self(handle).env_.get(), uri); }
  static SerdStatus on_prefix(void* handle, const SerdNode* name, const SerdNode* uri) {
    return serd_env_set_prefix(self(handle).env_.get(), name, uri);
  }

  static SerdStatus on_triple(void* handle, SerdStatementFlags, const SerdNode*, const SerdNode* subject,
                              const SerdNode* predicate, const SerdNode* object, const SerdNode* datatype,
                              const SerdNode* language) {
    auto& reading = self(handle);
    auto node = reading.node(object);
    if (node.kind == rdf::Kind::literal) {
      if (language != nullptr && language->buf != nullptr) node.language = text_of(language);
      if (datatype != nullptr && datatype->buf != nullptr) node.datatype = reading.node(datatype).value;
    }
    reading.graph_.add(reading.node(subject), reading.node(predicate).value, std::move(node));
    return SERD_SUCCESS;
  }

  rdf::Node node(const SerdNode* node) const {
    if (node->type == SERD_LITERAL) return rdf::literal(text_of(node));
    if (node->type == SERD_BLANK) return rdf::blank(text_of(node));
    SerdNode whole = serd_env_expand_node(env_.get(), node);
    auto made = rdf::iri(whole.buf == nullptr ? text_of(node) : text_of(&whole));
    serd_node_free(&whole);
    return made;
  }

  std::string_view text_;
  rdf::Graph& graph_;
  std::unique_ptr<SerdEnv, FreeEnv> env_;
  std::size_t line_ = 0;  // of the first fault; 0: none
};

}  // namespace

Failure read_turtle(std::string_view text, std::string_view base, rdf::Graph& graph, std::string_view file) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (const auto valid = valid_utf8_prefix(text); valid != text.size())
    return Problem{"bad-utf8", "byte " + std::to_string(valid), "The text is not in UTF-8.", "Save the file in UTF-8."};
  Preparation preparation(text);
  if (auto problem = preparation.run()) return problem;
  const std::string prepared = preparation.take();
  return Reading(prepared, std::string(base), graph).run(file);
}

}  // namespace commonplace::formats
