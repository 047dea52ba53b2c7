// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_WRITE_BATCH_HPP
#define SSOT_DETAIL_WRITE_BATCH_HPP

// Objects made ready to be written: the columns that differ from what the objects hold, in values that outlive the call.

#include <ssot/json/document.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/json_encode.hpp>
#include <ssot/detail/json_text_sink.hpp>

#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace ssot::detail {

template<model M>
class write_batch {
public:
    write_batch(M const* rows, std::size_t n) : rows_(rows), n_(n) {}

    /// `value_of(i)` takes the place of field `field` in row `i`. What buffers refer to must outlive the batch.
    template<class ValueOf>
    void replace(std::size_t field, ValueOf value_of)
    {
        auto& values = columns_.emplace_back();
        values.reserve(n_);
        for (std::size_t i = 0; i != n_; ++i)
            values.push_back(value_of(i));
        replaced_.push_back({static_cast<std::uint16_t>(field), values.data()});
    }

    /// Writes out the JSON documents that are not kept as text. Errors: `validation`, with the field as path.
    result<void> write_documents()
    {
        result<void> out;
        for_each_field<M>([&]<auto Member>(field_t<Member>) {
            using type = unwrap_t<type_of<Member>>;
            if constexpr (json_document<type> && !std::same_as<type, raw_json>)
                replace(field_index<Member>, [&](std::size_t i) { return document_text(rows_[i].*Member, out); });
        });
        return out;
    }

    storage::record_batch view() const noexcept
    {
        return {&storage::describe_model<M>(), storage::accessors_of<M>(), reinterpret_cast<std::byte const*>(rows_),
                sizeof(M), n_, replaced_};
    }

private:
    template<class T>
    storage::value_view document_text(T const& v, result<void>& failure)
    {
        if constexpr (is_optional<T>::value) {
            return v ? document_text(*v, failure) : storage::value_view();
        } else {
            auto&          text = texts_.emplace_back();
            json_text_sink sink(text);
            if (!sink.write_document(v) && failure)
                failure = error(errc::validation, "Value must be valid JSON: " + to_string(sink.take_error()));
            return storage::value_view::chars(text, kind::json);
        }
    }

    M const*                                     rows_;
    std::size_t                                  n_;
    std::deque<std::vector<storage::value_view>> columns_{};
    std::deque<std::string>                      texts_{}; // a deque does not move what it holds
    std::vector<storage::replaced_column>        replaced_{};
};

/// The key of a model as a stored value that refers into it.
template<class Key>
storage::value_view key_view(Key const& key)
{
    return storage::detail::to_view(key);
}

/// The bytes of a key, to look rows up by.
inline std::string key_bytes(storage::value_view key)
{
    return key.is_buffer() ? std::string(key.as_chars()) : std::to_string(key.as_int());
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_WRITE_BATCH_HPP
