// What becomes of delivered records before they are written: whose they are, whether we believe them, what the store
// is handed (ARCHITECTURE §4).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "federation/acceptance.h"
#include "harvest/fetcher.h"
#include "harvest/visit.h"
#include "node/curriculum/resolver.h"
#include "node/store/store.h"

namespace commonplace::app {

struct Visitor;

struct Arrived {
  std::vector<store::Draft> drafts;
  std::vector<store::SetAside> set_aside;  // refused by judgement
  std::vector<store::AlsoOffered> also_offered;
  std::int64_t duplicate = 0;
  std::int64_t own = 0;
  std::int64_t stale = 0;
  std::int64_t refused = 0;
  std::int64_t claimed = 0;  // of `stale` and `duplicate`: offered as its own, while another source of ours speaks for them (HOST-43)
};

class Arrival {
 public:
  Arrival(store::Store& store, harvest::Fetcher& fetcher, const Visitor& visitor);

  // Keeps names, links, colours and logos of contributors; each logo is fetched through the guard and served by us.
  // A relay does not redraw whom we hear directly.
  void learn(const std::vector<model::Contributor>& looks, const store::Peer& peer);

  // Of equal identifiers in one delivery the last wins (HAR-21).
  Arrived judge(std::vector<harvest::Delivered> records, const harvest::Standing& standing, const store::Peer& peer,
                const store::Visit& visit);

 private:
  store::ContributorId contributor_of(const harvest::Delivered& record, const store::Peer& peer);
  store::ContributorId contributor_by_set(const std::string& set, const harvest::Delivered& record);
  store::ContributorId contributor_by_name(const std::string& name, const store::Peer& peer);
  std::string kept_logo(const model::Contributor& look);
  bool is_heard_elsewhere(store::ContributorId contributor, const store::Peer& peer) const;
  std::optional<federation::StoredCopy> copy_of(const store::Brief& brief, const store::Peer& peer) const;
  federation::Parties parties(const harvest::Standing& standing, const store::Peer& peer) const;
  bool is_blocked(const std::string& host) const;
  bool flips_too_often(const store::Brief& there, const harvest::Delivered& offered, model::Datestamp now) const;

  store::Store& store_;
  harvest::Fetcher& fetcher_;
  const Visitor& visitor_;
  const curriculum::Resolver statements_;
  std::map<std::string, store::ContributorId, std::less<>> known_;  // by set
  std::map<store::PeerId, store::Peer> peers_;
  std::vector<std::string> blocked_hosts_;
};

}  // namespace commonplace::app
