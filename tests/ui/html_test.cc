#include "ui/html.h"

#include <gtest/gtest.h>

namespace commonplace::ui::html {
namespace {

TEST(Ui195, EscapesTheFiveSignsAndNothingElse) {
  EXPECT_EQ(escape("<b title=\"x\">'&'</b>"), "&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;");
  EXPECT_EQ(escape("Llŷr, مرحبا 🎨"), "Llŷr, مرحبا 🎨");
  EXPECT_EQ(escape(""), "");
}

TEST(Ui195, LinksOnlyToHttpMailtoAndThisNode) {
  for (const auto* good : {"https://x.example/a?b=c&d", "HTTP://x.example", "mailto:a@x.example", "/r/abc", "?page=2",
                           "#filters", "plan.pdf", "/search?q=a:b", "a/b:c"}) {
    EXPECT_EQ(safe_url(good), good);
  }
  for (const auto* bad : {"", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:x",
                          "java\nscript:x", "\x01javascript:x", "data:text/html,x", "vbscript:x", "//evil.example/",
                          "\\\\evil.example", "/\\evil.example", "file:///etc/passwd", "https\\:x", "http s://x"}) {
    EXPECT_EQ(safe_url(bad), "#") << bad;
  }
}

TEST(Ui185, ShowsPicturesOfThisNodeOnly) {
  EXPECT_EQ(own_url("/media/abc.webp"), "/media/abc.webp");
  for (const auto* bad :
       {"", "https://x.example/a.png", "//x.example/a.png", "a.png", "/a b.png", "data:image/png,x"}) {
    EXPECT_EQ(own_url(bad), "") << bad;
  }
}

TEST(Ui196, KeepsJsonLdInsideItsElement) {
  const std::string block = json_ld("{\"name\":\"</script><!-- & \xE2\x80\xA8 \xE2\x80\xA9 \xE2\x80\x9C\"}").bytes();

  EXPECT_EQ(block,
            "<script type=\"application/ld+json\">{\"name\":\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028 \\u2029 "
            "\xE2\x80\x9C\"}</script>");
  EXPECT_TRUE(json_ld("").empty());
}

}  // namespace
}  // namespace commonplace::ui::html
