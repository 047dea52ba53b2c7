// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_PACKED_ROW_HPP
#define SSOT_STORAGE_PACKED_ROW_HPP

// One row packed into bytes whose fields are read in place. For backends that keep rows themselves.

#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::storage {

/// A row that owns its bytes. Copyable and movable. Holds less than 4 GiB.
class packed_row {
public:
    /// Packs all fields of `r`, in order.
    static packed_row pack(record_view const& r);

    /// Packs the first `fields` fields of `r`. Those whose bit in `wanted` is not set become null. Precondition: `fields <=
    /// 64`.
    template<class Row>
    static packed_row pack(Row const& r, std::size_t fields, std::uint64_t wanted = ~std::uint64_t{0})
    {
        packed_row out;
        for (std::size_t i = 0; i != fields; ++i)
            out.push((wanted >> i & 1) != 0 ? r.at(i) : value_view());
        return out;
    }

    /// Appends a field.
    void push(value_view v);

    /// Returns field `i`, or null if the row has no such field. Valid as long as the row is not changed. Constant time.
    value_view at(std::size_t i) const noexcept
    {
        if (i >= offsets_.size()) [[unlikely]] // a row of another description of the model
            return {};
        auto const             first = offsets_[i];
        auto const             last  = i + 1 < offsets_.size() ? offsets_[i + 1] : static_cast<std::uint32_t>(bytes_.size());
        auto const             k     = static_cast<kind>(bytes_[first]);
        std::string_view const rest(bytes_.data() + first + 2, last - first - 2);
        switch (k) {
        case kind::null: return {};
        case kind::choice: return value_view::choice(rest, static_cast<std::uint8_t>(bytes_[first + 1]));
        case kind::text:
        case kind::bytes:
        case kind::uuid:
        case kind::json: return value_view::chars(rest, k);
        case kind::real: {
            double d = 0;
            std::memcpy(&d, rest.data(), sizeof d);
            return value_view::real(d);
        }
        default: {
            std::int64_t v = 0;
            std::memcpy(&v, rest.data(), sizeof v);
            return value_view::integer(v, k);
        }
        }
    }

    /// Returns the number of fields.
    std::size_t size() const noexcept { return offsets_.size(); }

    /// The first byte of what `bytes` returns. A later version of the library that writes another format still reads this
    /// one.
    static constexpr std::uint8_t format = 1;

    /// Returns the row as bytes that may be stored and that `from_bytes` reads on any machine: `format`, the number of fields
    /// in 2 bytes, the end of each field in 4 bytes, counted from the end of this table, then the fields. A field is its
    /// kind, the index of a choice, and its contents: 8 bytes for a number, the bytes themselves for a buffer, nothing for a
    /// null. Numbers are little-endian. Precondition: there are fewer than 65,536 fields.
    std::string bytes() const;

    /// Returns the row whose `bytes` these are. Errors: `corrupted` if they are not those of a row of `model`: another
    /// format, another number of fields, too few or too many bytes, or a field that is neither null nor of the kind that the
    /// model says; the path is the name of such a field. Contents of texts, uuids and documents are not checked, since the
    /// store does so when it reads them. Linear in the number of bytes, which are copied.
    static result<packed_row> from_bytes(model_desc const& model, std::string_view bytes);

private:
    std::string                bytes_{};
    std::vector<std::uint32_t> offsets_{};
};

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/packed_row.ipp>
#endif

#endif // SSOT_STORAGE_PACKED_ROW_HPP
