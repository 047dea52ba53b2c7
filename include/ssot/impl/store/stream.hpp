// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_STREAM_HPP
#define SSOT_IMPL_STORE_STREAM_HPP

// Reading rows one at a time.

#include <ssot/store.hpp>

#include <ssot/detail/base/ranges.hpp>
#include <ssot/detail/store/rows_of.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

namespace ssot {

inline namespace SSOT_MODE {

/// The rows of a query as an input range of `result<Row>`; an error is the last item. Movable, which invalidates its
/// iterators. A stream that was moved from has `misuse` as its only item; if the store is gone, `misuse` is the last item.
///
/// An item is valid until the next increment, and may be changed or moved from. Whole rows share one object, in which every
/// described member is written anew: a member that is not described keeps what the caller puts there.
template<class Row>
class row_stream : public std::ranges::view_base {
public:
    class iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type       = result<Row>;
        using difference_type  = std::ptrdiff_t;

        explicit iterator(row_stream& of) noexcept : of_(&of) {}

        result<Row>& operator*() const { return *of_->here().now; }
        iterator&    operator++()
        {
            of_->advance();
            return *this;
        }
        void operator++(int) { of_->advance(); }
        bool operator==(std::default_sentinel_t) const { return !of_->here().now; }

    private:
        row_stream* of_;
    };

    /// Reads the first row. Call it once.
    iterator begin()
    {
        if (!here().now)
            advance();
        return iterator(*this);
    }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    friend class store;

    /// Allocated, so that it does not move with the stream: `into` refers to `now`.
    struct state {
        detail::row_source                source;
        std::unique_ptr<detail::row_sink> into{};
        std::optional<result<Row>>        now{};
    };

    explicit row_stream(std::unique_ptr<state> s) noexcept : state_(std::move(s)) {}

    state& here()
    {
        if (!state_) {
            state_ = std::make_unique<state>();
            state_->now.emplace(detail::moved_from("stream"));
        }
        return *state_;
    }

    void advance()
    {
        auto& s = here();
        if (!s.into) {
            s.now.reset();
            return;
        }
        auto more = s.source.next(*s.into);
        if (!more)
            s.now.emplace(std::move(more).error());
        else if (!*more)
            s.now.reset();
    }

    std::unique_ptr<state> state_;
};

template<class Query, model M>
row_stream<row_of<Query>> store::stream(query_steps<Query, M> const& query)
{
    using stream_type = row_stream<row_of<Query>>;
    using into_type   = detail::rows_into<Query, std::optional<result<row_of<Query>>>>;
    auto s            = std::make_unique<typename stream_type::state>();
    s->source         = detail::row_source(core_, query.untyped(), storage::describe_model<M>());
    s->into           = std::make_unique<into_type>(s->now, query.untyped().fields);
    return stream_type(std::move(s));
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_STREAM_HPP
