#include "node/web/crosswalk_cache.h"

namespace commonplace::web {

std::shared_ptr<const curriculum::Crosswalks> CrosswalkCache::now() const {
  const auto data_version = store_.data_version();
  const std::lock_guard lock(mutex_);
  if (crosswalks_ && data_version == data_version_) return crosswalks_;
  const auto curriculum_version = store_.curriculum_version();
  if (!crosswalks_ || curriculum_version != curriculum_version_)
    crosswalks_ = std::make_shared<const curriculum::Crosswalks>(store_.links());
  data_version_ = data_version;
  curriculum_version_ = curriculum_version;
  return crosswalks_;
}

}  // namespace commonplace::web
