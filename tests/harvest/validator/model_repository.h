// A small repository in memory that keeps every rule, and can be made to break any one: the questions can be changed
// before they are answered, and the answers before they are sent.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harvest/fetcher.h"
#include "harvest/validator/interview.h"

namespace commonplace::harvest::validator {

struct Item {
  std::string identifier;
  std::string datestamp;  // to the second
  bool deleted = false;
  std::string set;
  std::string title;
};

struct Asked {
  Arguments sent;       // as they came
  Arguments arguments;  // as they are understood
  std::string query;    // verbatim
  bool post = false;
  bool plain = false;

  std::string value(std::string_view name) const;  // the first one, or empty
  bool has(std::string_view name) const;
  void set(const std::string& name, const std::string& value);  // changes or adds
  void drop(std::string_view name);
};

class ModelRepository : public Fetcher {
 public:
  ModelRepository();

  std::string url = "https://model.example/oai";  // where it answers
  std::string base_url = url;                     // what it says
  std::string response_date = "2026-11-20T08:00:00Z";
  std::string deleted_record = "persistent";
  bool days = false;
  bool with_sets = true;
  bool tokens_of_any_verb = false;
  std::size_t page = 100;
  std::vector<Item> items;  // 250, oldest first; the 11th and the 21st deleted

  std::function<void(Asked&)> understand;
  std::function<void(const Asked&, Reply&)> spoil;
  std::function<std::optional<Fetched>(const Asked&)> instead;  // looked at first

  Fetched fetch(const Ask& ask) override;

  int requests = 0;
  std::map<std::string, int> times;  // how often each query came

 private:
  struct Error {
    std::string code;
    std::string text;
  };
  using Errors = std::vector<Error>;

  std::string answer(const Asked& asked) const;
  Errors errors_of(const Asked& asked) const;
  Errors errors_of_dates(const Asked& asked) const;
  std::string identify() const;
  std::string list_formats(const Asked& asked, Errors& errors) const;
  std::string list_sets(const Asked& asked, Errors& errors) const;
  std::string get_record(const Asked& asked, Errors& errors) const;
  std::string list(const Asked& asked, Errors& errors) const;
  std::string header(const Item& item) const;
  std::string record(const Item& item) const;
  std::string stamp(const Item& item) const;
  const Item* find(const std::string& identifier) const;
  bool is_chosen(const Item& item, const Arguments& choice) const;
};

// Replaces the first `from`, or all; true when there was one.
bool replace(std::string& text, const std::string& from, const std::string& to);
void replace_all(std::string& text, const std::string& from, const std::string& to);

}  // namespace commonplace::harvest::validator
