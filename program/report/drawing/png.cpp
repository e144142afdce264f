#include "program/report/drawing/png.hpp"

#include <zlib.h>

#include <string_view>

#include "memnet/base/error.hpp"

namespace memnet::report {
namespace {

using Bytes = std::vector<std::byte>;

void append(Bytes& bytes, std::span<const std::byte> more) { bytes.insert(bytes.end(), more.begin(), more.end()); }

void append_number(Bytes& bytes, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::byte>(number >> shift & 0xff));
}

// Appends a chunk: its length, name, contents and checksum.
void append_chunk(Bytes& bytes, std::string_view name, const Bytes& contents) {
  append_number(bytes, static_cast<std::uint32_t>(contents.size()));
  const std::size_t checked = bytes.size();
  append(bytes, std::as_bytes(std::span(name)));
  append(bytes, contents);
  const auto* from = reinterpret_cast<const Bytef*>(bytes.data() + checked);
  append_number(bytes, static_cast<std::uint32_t>(crc32(0, from, static_cast<uInt>(bytes.size() - checked))));
}

Bytes compressed(const Bytes& bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  Bytes packed(size);
  if (compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                static_cast<uLong>(bytes.size()), Z_BEST_COMPRESSION) != Z_OK)
    fail(ErrorKind::io, "a picture of {} bytes cannot be compressed: zlib has no memory left", bytes.size());
  packed.resize(size);
  return packed;
}

}  // namespace

Bytes png(const Picture& picture) {
  constexpr std::string_view kSignature = "\x89PNG\r\n\x1a\n";
  constexpr int kBits = 8, kIndexed = 3;
  Bytes header, colors, rows;
  append_number(header, static_cast<std::uint32_t>(picture.width));
  append_number(header, static_cast<std::uint32_t>(picture.height));
  for (const int number : {kBits, kIndexed, 0, 0, 0}) header.push_back(static_cast<std::byte>(number));
  for (const Color& c : picture.colors)
    for (const std::uint8_t part : {c.red, c.green, c.blue}) colors.push_back(static_cast<std::byte>(part));
  for (int y = 0; y < picture.height; ++y) {
    rows.push_back(std::byte{0});  // no filter
    const auto width = static_cast<std::size_t>(picture.width);
    append(rows, std::as_bytes(std::span(picture.pixels).subspan(static_cast<std::size_t>(y) * width, width)));
  }
  Bytes bytes;
  append(bytes, std::as_bytes(std::span(kSignature)));
  append_chunk(bytes, "IHDR", header);
  append_chunk(bytes, "PLTE", colors);
  append_chunk(bytes, "tRNS", {std::byte{0}});
  append_chunk(bytes, "IDAT", compressed(rows));
  append_chunk(bytes, "IEND", {});
  return bytes;
}

std::string base64(std::span<const std::byte> bytes) {
  static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k)
      three = three << 8 | (k < left ? std::to_integer<std::uint32_t>(bytes[i + k]) : 0);
    for (std::size_t k = 0; k < 4; ++k) text += k <= left ? kLetters[three >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

std::string data_address(const Picture& picture) { return "data:image/png;base64," + base64(png(picture)); }

}  // namespace memnet::report
