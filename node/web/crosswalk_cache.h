// The crosswalks of the node, made again when a link or a framework has changed: a link turned off is off for the next
// search (CUR-55). Safe from any thread.
#pragma once

#include <memory>
#include <mutex>

#include "node/curriculum/crosswalks.h"
#include "node/store/store.h"

namespace commonplace::web {

class CrosswalkCache {
 public:
  explicit CrosswalkCache(const store::Store& store) : store_(store) {}
  std::shared_ptr<const curriculum::Crosswalks> now() const;

 private:
  const store::Store& store_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const curriculum::Crosswalks> crosswalks_;
  mutable std::int64_t data_version_ = -1;
  mutable std::int64_t curriculum_version_ = -1;
};

}  // namespace commonplace::web
