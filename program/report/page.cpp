#include "program/report/page.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "program/report/assets.hpp"
#include "program/report/drawing/png.hpp"

namespace memnet::report {
namespace {

// Returns 'sha256-...': the checksum of an asset, as a Content-Security-Policy lists it.
std::string checksum_of(const Asset& asset) {
  std::vector<std::byte> checksum;
  for (std::size_t i = 0; i < asset.sha256.size(); i += 2)
    checksum.push_back(
        static_cast<std::byte>(std::strtoul(std::string(asset.sha256.substr(i, 2)).c_str(), nullptr, 16)));
  return fmt::format("'sha256-{}'", base64(checksum));
}

// Returns the checksums of all assets whose names have this ending.
std::string checksums(std::string_view ending) {
  std::string list;
  for (const Asset& asset : assets())
    if (asset.name.ends_with(ending)) list += " " + checksum_of(asset);
  return list;
}

Markup embedded(std::string_view ending, const char* tag) {
  Markup all;
  for (const Asset& asset : assets())
    if (asset.name.ends_with(ending)) all += element(tag, {Markup::trusted(std::string(asset.text))});
  return all;
}

}  // namespace

std::string page(const std::string& title, const Markup& body) {
  const std::string policy =
      fmt::format("default-src 'none'; img-src data:; style-src{}; script-src{}; base-uri 'none'; form-action 'none'",
                  checksums(".css"), checksums(".js"));
  const Markup head =
      element("head", {element("meta", {{"charset", "utf-8"}}),
                       element("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy}}),
                       element("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}),
                       element("meta", {{"name", "color-scheme"}, {"content", "light dark"}}),
                       element("title", {title}), embedded(".css", "style")});
  const Markup document =
      element("html", {{"lang", "en"}}, {head, element("body", {element("main", {body}), embedded(".js", "script")})});
  return kPageStart + document.written() + "\n";
}

std::string svg_file(const Markup& svg) {
  const std::string& text = svg.written();
  const std::size_t inside = text.find('>') + 1;
  std::string style;
  for (const Asset& asset : assets())
    if (asset.name == "drawing.css") style = fmt::format("<style><![CDATA[{}]]></style>", asset.text);
  return text.substr(0, inside) + style + text.substr(inside) + "\n";
}

}  // namespace memnet::report
