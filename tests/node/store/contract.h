// The contract of the store port: every engine behind node/store/store.h must pass the contract_*_test.cc here.
// An engine brings a Ground (one store, opened as often as a test likes) and is named in an INSTANTIATE_TEST_SUITE_P.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "node/store/store.h"

namespace commonplace::store {

// Where the one store of a test lives.
class Ground {
 public:
  virtual ~Ground() = default;
  virtual std::unique_ptr<Store> open() = 0;  // made at 2026-01-01T00:00:00Z when it is not there; else the same again
};

struct Engine {
  std::string name;
  std::function<std::unique_ptr<Ground>()> make;
};

inline constexpr Datestamp beginning{1'767'225'600};  // 2026-01-01T00:00:00Z

inline Datestamp after(std::int64_t seconds) {
  return {beginning.seconds + seconds};
}

// Sixteen characters, another for each name, as formats::public_id would make.
inline std::string public_id_of(std::string_view name) {
  return fmt::format("{:016x}", std::hash<std::string_view>{}(name));
}

inline Draft draft(std::string_view name, ContributorId contributor, std::string_view title = "Victorian bridges") {
  Draft made;
  made.identifier = fmt::format("oai:river.example:{}", name);
  made.public_id = public_id_of(name);
  made.contributor = contributor;
  made.document = fmt::format(R"({{"name":{{"en":"{}"}}}})", title);
  made.oai_dc = fmt::format("<dc:title>{}</dc:title>", title);
  return made;
}

inline Draft tombstone(std::string_view name, ContributorId contributor) {
  Draft made;
  made.identifier = fmt::format("oai:river.example:{}", name);
  made.public_id = public_id_of(name);
  made.contributor = contributor;
  made.deleted = true;
  return made;
}

inline model::Contributor profile(std::string_view host, std::string_view slug = "river-gallery") {
  model::Contributor made;
  made.slug = slug;
  made.set = fmt::format("contributor:{}!{}", host, slug);
  made.did = fmt::format("did:web:{}:by:{}", host, slug);
  made.name = "Galería del Río <&' عربي 🌉";
  made.home = "https://river.example/#top";
  made.host = host;
  return made;
}

class StoreContract : public testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    ground_ = GetParam().make();
    store_ = ground_->open();
    gallery_ = store_->put_contributor(profile("river.example"), true);
  }

  void reopen() {
    store_.reset();
    store_ = ground_->open();
  }

  Written write(const Draft& one, std::int64_t seconds = 10) { return write_all({one}, seconds).front(); }

  std::vector<Written> write_all(std::vector<Draft> drafts, std::int64_t seconds = 10) {
    Batch batch;
    batch.drafts = std::move(drafts);
    return store_->write(batch, after(seconds)).written;
  }

  // The records called 1, 2, … n.
  void write_many(int n, std::int64_t seconds = 10) {
    std::vector<Draft> drafts;
    for (int i = 1; i <= n; ++i) drafts.push_back(draft(std::to_string(i), gallery_));
    write_all(std::move(drafts), seconds);
  }

  StoredRecord there(std::string_view name) const {
    const auto found = store_->find(fmt::format("oai:river.example:{}", name));
    if (!found) throw std::runtime_error(fmt::format("no record {}", name));
    return *found;
  }

  // The local names of a whole list, taken page by page.
  std::vector<std::string> names(const Selection& selection = {}, int page = 3) const {
    std::vector<std::string> all;
    std::optional<Place> place;
    for (int visited = page; visited == page;) {
      visited = store_->list(selection, place, page, 1 << 20, Body::none, [&](const Row& row) {
        all.emplace_back(row.identifier.substr(row.identifier.rfind(':') + 1));
        place = Place{row.datestamp, row.key};
      });
    }
    return all;
  }

  void expect_sound() const { EXPECT_THAT(store_->check(), testing::IsEmpty()); }

  std::unique_ptr<Ground> ground_;
  std::unique_ptr<Store> store_;
  ContributorId gallery_ = 0;
};

}  // namespace commonplace::store
