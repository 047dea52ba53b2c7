// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_PACKED_ROW_IPP
#define SSOT_IMPL_STORAGE_PACKED_ROW_IPP

#include <ssot/storage/packed_row.hpp>

#include <ssot/detail/text/message.hpp>

#include <algorithm>
#include <bit>
#include <string>

namespace ssot::storage {

SSOT_DECL packed_row packed_row::pack(record_view const& r)
{
    packed_row out;
    for (std::size_t i = 0; i != r.model->fields.size(); ++i)
        out.push(r.at(i));
    return out;
}

SSOT_DECL void packed_row::push(value_view v)
{
    offsets_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    bytes_ += static_cast<char>(v.type());
    bytes_ += static_cast<char>(v.ordinal());
    if (v.is_buffer()) {
        bytes_.append(v.as_chars());
    } else if (!v.is_null()) {
        char raw[8];
        if (v.type() == kind::real) {
            double const d = v.as_real();
            std::memcpy(raw, &d, sizeof raw);
        } else {
            std::int64_t const i = v.as_int();
            std::memcpy(raw, &i, sizeof raw);
        }
        bytes_.append(raw, sizeof raw);
    }
}

namespace detail {

// The kinds are stored as these numbers.
static_assert(static_cast<int>(kind::null) == 0 && static_cast<int>(kind::boolean) == 1 &&
              static_cast<int>(kind::int64) == 2 && static_cast<int>(kind::real) == 3 && static_cast<int>(kind::text) == 4 &&
              static_cast<int>(kind::bytes) == 5 && static_cast<int>(kind::uuid) == 6 &&
              static_cast<int>(kind::timestamp) == 7 && static_cast<int>(kind::duration) == 8 &&
              static_cast<int>(kind::json) == 9 && static_cast<int>(kind::choice) == 10);

inline constexpr std::size_t packed_table_begin = 3; // after the format and the number of fields

/// The number in the first `n` bytes of a text, which are little-endian.
SSOT_DECL std::uint32_t packed_number(std::string_view bytes, std::size_t n) noexcept
{
    std::uint32_t out = 0;
    for (std::size_t i = n; i-- != 0;)
        out = out << 8 | static_cast<unsigned char>(bytes[i]);
    return out;
}

SSOT_DECL void append_packed_number(std::string& out, std::size_t v, std::size_t n)
{
    for (; n-- != 0; v >>= 8)
        out += static_cast<char>(v & 0xff);
}

SSOT_DECL error not_a_packed_row(model_desc const& model, std::string_view why)
{
    return {errc::corrupted, ssot::detail::concat({"these bytes are not a row of ", model.name, ": ", why})};
}

/// Whether the bytes of one field are a null, or a value of the kind `k`.
SSOT_DECL bool is_packed_field(std::string_view field, kind k) noexcept
{
    if (field.size() < 2)
        return false;
    if (static_cast<kind>(field[0]) == kind::null)
        return field.size() == 2;
    return static_cast<kind>(field[0]) == k && (value_view::chars({}, k).is_buffer() || field.size() == 2 + 8);
}

/// Turns the number of a field, if it is one, from the order of this machine into the stored one, or back.
SSOT_DECL void turn_packed_number(char* field) noexcept
{
    auto const k = static_cast<kind>(field[0]);
    if (std::endian::native == std::endian::big && k != kind::null && !value_view::chars({}, k).is_buffer())
        std::reverse(field + 2, field + 2 + 8);
}

} // namespace detail

SSOT_DECL std::string packed_row::bytes() const
{
    std::string out;
    out.reserve(detail::packed_table_begin + 4 * size() + bytes_.size());
    out += static_cast<char>(format);
    detail::append_packed_number(out, size(), 2);
    for (std::size_t i = 1; i < size(); ++i)
        detail::append_packed_number(out, offsets_[i], 4);
    if (size() != 0)
        detail::append_packed_number(out, bytes_.size(), 4);
    auto const fields = out.size();
    out += bytes_;
    for (auto const first : offsets_)
        detail::turn_packed_number(out.data() + fields + first);
    return out;
}

SSOT_DECL result<packed_row> packed_row::from_bytes(model_desc const& model, std::string_view bytes)
{
    auto const count = model.fields.size();
    auto const table = detail::packed_table_begin + 4 * count;
    if (bytes.empty() || static_cast<std::uint8_t>(bytes[0]) != format)
        return detail::not_a_packed_row(model, "they have another format");
    if (bytes.size() < table || detail::packed_number(bytes.substr(1), 2) != count)
        return detail::not_a_packed_row(model, "they have another number of fields");
    packed_row    out;
    auto const    fields = bytes.substr(table);
    std::uint32_t first  = 0;
    out.offsets_.reserve(count);
    for (std::size_t i = 0; i != count; ++i) {
        auto const last = detail::packed_number(bytes.substr(detail::packed_table_begin + 4 * i), 4);
        if (last < first || last > fields.size())
            return detail::not_a_packed_row(model, "they are too short");
        if (!detail::is_packed_field(fields.substr(first, last - first), model.fields[i].type))
            return detail::not_a_packed_row(model, "a field has another kind").with_path(std::string(model.fields[i].name));
        out.offsets_.push_back(first);
        first = last;
    }
    if (first != fields.size())
        return detail::not_a_packed_row(model, "they are too long");
    out.bytes_ = fields;
    for (auto const at : out.offsets_)
        detail::turn_packed_number(out.bytes_.data() + at);
    return out;
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_PACKED_ROW_IPP
