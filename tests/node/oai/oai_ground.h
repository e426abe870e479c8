// A node's OAI-PMH side over a real store in a folder of its own. Every reply is read with our own XML reader, and
// every one that differs from those before it is held against the official schemas (OAI-73).
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "node/oai/provider.h"
#include "schemas/formats/xml.h"
#include "schemas/model/resource.h"

namespace commonplace::oai {

inline constexpr std::string_view test_host = "learn.river.example";
inline constexpr std::string_view test_url = "https://learn.river.example/oai";
inline constexpr model::Datestamp beginning{1'767'225'600};  // 2026-01-01T00:00:00Z: the store is made

inline model::Datestamp after(std::int64_t seconds) {
  return {beginning.seconds + seconds};
}

struct Header {
  std::string identifier;
  std::string datestamp;
  bool deleted = false;
  std::vector<std::string> sets;
};

struct ReplyToken {
  std::string text;  // empty: the list is complete
  std::uint64_t cursor = 0;
  std::uint64_t size = 0;
};

// A reply, read. Nothing here throws when the reply has another shape than the test hopes: it comes back empty.
struct Reply {
  http::Response response;
  formats::XmlNode root;

  std::vector<std::string> codes() const;                // of its errors, in order
  std::map<std::string, std::string> echo() const;       // attributes of <request>
  const formats::XmlNode* verb() const;                  // the element named like the verb; null beside errors
  std::vector<const formats::XmlNode*> records() const;  // <record> of a list or of GetRecord
  std::vector<Header> headers() const;                   // of records or of ListIdentifiers
  std::vector<std::string> identifiers() const;
  std::vector<std::string> set_specs() const;  // of ListSets
  std::optional<ReplyToken> token() const;     // the element, when there is one
  std::string date() const;                    // responseDate
};

class OaiTest : public testing::Test {
 protected:
  OaiTest();
  ~OaiTest() override;
  void TearDown() override;

  // -- the node
  void reopen();  // as a restart does
  store::ContributorId organisation(std::string_view slug, std::string_view name);
  store::Draft record(std::string_view local, std::string_view title = "Victorian bridges") const;
  store::Draft tombstone(std::string_view local) const;
  static store::Draft in_sets(store::Draft draft, std::vector<std::string> sets);
  static std::string id(std::string_view local);
  void publish(std::vector<store::Draft> drafts, model::Datestamp at);
  void publish_many(int count, model::Datestamp at);  // "1" … "count"
  void publish_small(int count, model::Datestamp at);  // the same, all of one content: for tens of thousands

  // -- asking
  Reply ask(std::string_view query);  // GET
  Reply post(std::string_view body, std::string_view query = "",
             std::string_view type = "application/x-www-form-urlencoded");
  Reply read(http::Response response, std::string_view query = "");
  std::vector<Reply> whole_list(std::string_view query);  // page after page; ends at an error too
  static http::Request get(std::string_view query);
  static std::vector<std::string> identifiers_of(const std::vector<Reply>& pages);

  std::string folder_;
  std::unique_ptr<store::Store> store_;
  std::shared_ptr<Repository> repository_;
  std::unique_ptr<Provider> provider_;
  store::ContributorId gallery_ = 0;  // the node's own organisation
  model::Datestamp now_ = after(86'400);

 private:
  void hold_against_schemas(const std::string& body, std::string_view query);

  std::unordered_set<std::size_t> seen_;  // hashes of what was held against the schemas already
};

}  // namespace commonplace::oai
