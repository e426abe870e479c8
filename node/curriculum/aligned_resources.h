// Resources whose statements a person has chosen, by their words: what statements do resources like this one have
// (CUR-30)? Filled and changed by one thread at a time; reading only while nobody writes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "node/curriculum/resource_stems.h"
#include "node/search/string_table.h"
#include "schemas/model/resource.h"

namespace commonplace::curriculum {

class AlignedResources {
 public:
  struct Neighbour {
    std::int64_t key = 0;
    std::int64_t contributor = 0;
    double similarity = 0;                      // the nearest has 1
    std::span<const std::uint32_t> statements;  // numbers of statement()
  };

  // Adds or replaces. `statements`: URIs; without any the resource is taken out.
  void put(std::int64_t key, std::int64_t contributor, const model::Resource& resource, const std::vector<std::string>& statements);
  void remove(std::int64_t key);
  std::size_t size() const { return place_of_.size(); }

  // What is not looked at: the resource itself, and what is part of the same whole.
  struct Aside {
    std::int64_t key = 0;
    std::vector<std::string> wholes;
  };
  // Up to `k`, the nearest first. Subject and level of the resource, where known, bring the same nearer.
  std::vector<Neighbour> nearest(const model::Resource& resource, const std::vector<WeightedStem>& stems, const Aside& aside, std::size_t k) const;

  std::string_view statement(std::uint32_t number) const { return statements_.text(number); }

 private:
  struct One {
    std::int64_t key = 0;
    std::int64_t contributor = 0;
    std::vector<std::uint32_t> statements;
    std::vector<std::uint32_t> wholes;    // numbers in names_
    std::vector<std::uint32_t> subjects;  // numbers in names_
    std::optional<model::AgeRange> ages;
    float length = 0.0F;
    bool gone = false;
  };
  struct Posting {
    std::uint32_t place = 0;
    float weight = 0.0F;
  };
  struct Candidate {
    std::uint32_t place = 0;
    double score = 0;
  };
  void rebuild();
  void keep_few_of_each_whole(std::vector<Candidate>& best, std::size_t k) const;

  search::StringTable stems_;
  search::StringTable statements_;
  search::StringTable names_;
  std::vector<std::vector<Posting>> postings_;
  std::vector<One> all_;
  std::unordered_map<std::int64_t, std::uint32_t> place_of_;
  double length_total_ = 0;
};

// What a resource is part of, as it names it: id, address or name.
std::vector<std::string> wholes_of(const model::Resource& resource);

}  // namespace commonplace::curriculum
