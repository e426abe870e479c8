// The OAI-PMH 2.0 data provider: one request in, one reply out. Keeps no state per harvester (OAI-68).
#pragma once

#include <functional>
#include <memory>
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

  http::Response answer_in_time(const http::Request& request) const;
  http::Response identify(const Exchange& x) const;
  http::Response list_metadata_formats(const Exchange& x) const;
  http::Response list_sets(const Exchange& x) const;
  http::Response get_record(const Exchange& x) const;
  http::Response list_records(const Exchange& x) const;
  http::Response first_page(const Exchange& x) const;
  http::Response next_page(const Exchange& x) const;
  http::Response page(const Exchange& x, const Token& place, bool is_first) const;
  model::Datestamp latest_moment(model::Datestamp now) const;
  bool restrict_to_set(store::Selection& selection, const std::string& spec) const;

  const store::Store& store_;
  RepositorySource repository_;
};

}  // namespace commonplace::oai
