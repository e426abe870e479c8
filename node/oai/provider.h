// The OAI-PMH 2.0 data provider: one request in, one reply out. Keeps no state per harvester (OAI-68).
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "node/http/message.h"
#include "node/oai/formats.h"
#include "node/oai/token.h"

namespace commonplace::oai {

// Gives the node's present description; cheap, called once a request.
using RepositorySource = std::function<std::shared_ptr<const Repository>()>;

// Safe from any thread.
class Provider {
 public:
  Provider(const store::Store& store, RepositorySource repository);

  // Answers GET and POST (a form body); 405 and 415 for what is neither. Rules: specs/oai-pmh.md §2–§8.
  http::Response answer(const http::Request& request) const;

 private:
  struct Exchange;  // one request with everything that its answer needs

  http::Response identify(const Exchange& x) const;
  http::Response list_metadata_formats(const Exchange& x) const;
  http::Response list_sets(const Exchange& x) const;
  http::Response get_record(const Exchange& x) const;
  http::Response list_records(const Exchange& x) const;
  http::Response first_page(const Exchange& x) const;
  http::Response next_page(const Exchange& x) const;
  http::Response page(const Exchange& x, const Token& place, bool is_first) const;
  std::shared_ptr<const SetTable> sets() const;
  model::Datestamp latest_moment(model::Datestamp now) const;
  std::optional<Exchange> with_fresh_sets(const Exchange& x) const;

  const store::Store& store_;
  RepositorySource repository_;
  mutable std::mutex sets_mutex_;
  mutable std::shared_ptr<const SetTable> sets_;
  mutable std::int64_t sets_version_ = -1;  // data_version of the store when sets_ was made
};

}  // namespace commonplace::oai
