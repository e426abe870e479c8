// robots.txt (RFC 9309): what we may ask for, how slowly, and which sitemaps it names.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace commonplace::harvest {

inline constexpr std::string_view robot_name = "commonplace";  // in the User-Agent of every request (HAR-2)

class Robots {
 public:
  // Everything is allowed.
  Robots() = default;
  // Takes the groups for our name, else those for "*". Lines that cannot be read are passed over; only the first
  // 500 KiB are looked at.
  explicit Robots(std::string_view text);

  static Robots nothing_allowed();

  // `target`: path and query. The longest rule decides, Allow before Disallow; "*" and "$" as RFC 9309 §2.2.3.
  bool allows(std::string_view target) const;
  // Crawl-delay of our group; zero where it names none. At most a minute.
  std::chrono::seconds delay() const { return delay_; }

 private:
  struct Rule {
    std::string pattern;
    bool allow = false;
  };
  std::vector<Rule> rules_;
  std::chrono::seconds delay_{0};
};

// The addresses behind "Sitemap:", absolute, at most 50, those of the host of `robots_url` only (HAR-45).
std::vector<std::string> maps_named_in(std::string_view text, std::string_view robots_url);

}  // namespace commonplace::harvest
