// What crosses the process border: every member comes through, and bytes of a child that is no longer ours do no harm.
#include "harvest/wire.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/harvest/wire_filler.h"

namespace commonplace::harvest {
namespace {

constexpr std::size_t plenty = 64u * 1024 * 1024;

template <typename T>
bool same(const T& a, const T& b) {
  if constexpr (wire::Structured<T>) {
    const auto left = wire::members(const_cast<T&>(a));
    const auto right = wire::members(const_cast<T&>(b));
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      return (same(std::get<i>(left), std::get<i>(right)) && ...);
    }(std::make_index_sequence<std::tuple_size_v<decltype(left)>>());
  } else if constexpr (requires { a.begin(); a.end(); } && !std::is_same_v<T, std::string>) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) { return same(x, y); });
  } else if constexpr (requires { a.has_value(); }) {
    return a.has_value() == b.has_value() && (!a || same(*a, *b));
  } else {
    return a == b;
  }
}

template <typename Message>
class Wire : public ::testing::Test {};
using Messages = ::testing::Types<VisitOrder, FetchOrder, DetectOrder, RetryOrder, PageNews, EndNews, Body, Fetched, Found, RetryNews>;
TYPED_TEST_SUITE(Wire, Messages);

TYPED_TEST(Wire, BringsEveryMemberThrough) {
  const auto sent = filled<TypeParam>();

  TypeParam received;
  std::size_t memory = plenty;
  ASSERT_TRUE(from_wire(to_wire(sent), memory, received));

  EXPECT_TRUE(same(received, sent));
  EXPECT_FALSE(same(TypeParam(), sent)) << "the filled one is no test";
  EXPECT_LT(memory, plenty);
}

TYPED_TEST(Wire, BringsAnEmptyOneThrough) {
  TypeParam received = filled<TypeParam>();
  std::size_t memory = plenty;
  received = {};

  ASSERT_TRUE(from_wire(to_wire(TypeParam()), memory, received));

  EXPECT_TRUE(same(received, TypeParam()));
}

TYPED_TEST(Wire, RefusesWhatIsCutAnywhereOrGoesOn) {
  const std::string bytes = to_wire(filled<TypeParam>());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    TypeParam received;
    std::size_t memory = plenty;
    EXPECT_FALSE(from_wire(std::string_view(bytes).substr(0, size), memory, received)) << size;
  }
  TypeParam received;
  std::size_t memory = plenty;
  EXPECT_FALSE(from_wire(bytes + '\0', memory, received));
}

// A read that went wrong would show under the sanitizers; here: whatever is read is written the same again.
TYPED_TEST(Wire, SpoiledBytesAreRefusedOrReadAsWhatTheySay) {
  const std::string sound = to_wire(filled<TypeParam>());
  std::mt19937 random(20'261'120);
  int refused = 0;
  for (int round = 0; round < 2'000; ++round) {
    std::string bytes = sound;
    for (unsigned changes = 1 + random() % 4; changes > 0; --changes)
      bytes[random() % bytes.size()] = static_cast<char>(random() % 3 == 0 ? 0xff : random());
    TypeParam received;
    std::size_t memory = plenty;
    if (from_wire(bytes, memory, received)) {
      EXPECT_EQ(to_wire(received), bytes);
    } else {
      ++refused;
    }
  }
  EXPECT_GT(refused, 100);
}

TEST(WireLimits, CountsElementsThatWeighMoreThanTheirBytes) {
  PageNews news;
  news.delivery.records.resize(10'000);
  const std::string bytes = to_wire(news);

  PageNews received;
  std::size_t little = bytes.size();
  EXPECT_FALSE(from_wire(bytes, little, received));
  std::size_t enough = 10'001 * sizeof(Delivered) + bytes.size();
  PageNews again;
  EXPECT_TRUE(from_wire(bytes, enough, again));
}

TEST(WireLimits, RefusesACountThatNobodyCouldSend) {
  std::string bytes = to_wire(PageNews());
  bytes.replace(0, 4, "\xff\xff\xff\xff");

  PageNews received;
  std::size_t memory = plenty;
  EXPECT_FALSE(from_wire(bytes, memory, received));
}

}  // namespace
}  // namespace commonplace::harvest
