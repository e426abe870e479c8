// The slow, plain index that the real one is compared with: no segments, no postings, no columns. Shares the analysis
// of words and of the query's text, and nothing else.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "node/search/index.h"
#include "node/search/query_text.h"

namespace commonplace::search {

class ReferenceIndex {
 public:
  void put(const Document& document);
  void remove(std::int64_t key) { records_.erase(key); }
  std::size_t size() const { return records_.size(); }

  struct Answer {
    std::set<std::int64_t> keys;
    std::map<std::string, std::map<std::string, std::int64_t>> facets;
  };
  // All hits, and the counts of all values that have any.
  Answer search(const std::string& text, const Filters& filters) const;

 private:
  struct Record {
    Document document;
    model::Resource resource;
    std::set<std::string> terms;
    std::set<Language> languages;
    struct Text {
      std::vector<std::set<std::string>> words;  // one after the other, each with all its terms
      bool is_name = false;
    };
    std::vector<Text> texts;
  };
  struct Asked {
    Group group;
    std::set<std::string> terms;  // all that its forms stand for
    std::uint32_t weight = 0;     // 0: no record has it
  };

  std::vector<Language> query_languages(Language& main_language) const;
  std::vector<Asked> read(const std::string& text) const;
  std::set<std::int64_t> matching(const std::vector<Asked>& asked, const Filters& filters, unsigned percent) const;
  bool matches(const Record& record, const std::vector<Asked>& asked, unsigned percent) const;
  // Whether words of one unit follow each other in some text as they do in the query.
  static bool follow(const Record& record, const std::vector<const Asked*>& unit);
  static bool passes(const Record& record, const std::string& filter, const std::vector<std::string>& values);
  static bool passes(const Record& record, const Filters& filters);
  std::set<std::string> facet_values(const std::string& facet) const;
  static std::set<std::string> values(const Record& record, const std::string& facet);
  std::map<std::string, std::int64_t> count(const std::string& facet, const std::vector<Asked>& asked,
                                            const Filters& filters, unsigned percent) const;

  std::map<std::int64_t, Record> records_;
};

}  // namespace commonplace::search
