// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_STREAM_HPP
#define SSOT_IMPL_STORE_STREAM_HPP

// Rows one at a time.

#include <ssot/store.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <utility>

namespace ssot {

/// The rows of a query as an input range of `result<Row>`; an error is the last item. Movable; one that was moved from holds
/// `misuse` as its only item.
template<class Store, class Row>
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

    /// Reads the first row. To be called once.
    iterator begin()
    {
        if (!here().now)
            advance();
        return iterator(*this);
    }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    friend Store;
    using reader_type = typename Store::reader_type;
    using decoder     = result<Row> (*)(reader_type const& row, std::uint64_t fields);

    /// Stays where it is, since the reader refers to the question.
    struct state {
        detail::question           of{};
        Store*                     from = nullptr;
        std::optional<reader_type> reader{};
        decoder                    decode = nullptr;
        bool                       ended  = false;
        std::optional<result<Row>> now{};
    };

    row_stream(Store& store, detail::question question, storage::model_desc const& model, decoder as)
        : state_(std::make_unique<state>())
    {
        auto& s     = *state_;
        s.of        = std::move(question);
        s.from      = &store;
        s.decode    = as;
        auto opened = store.prepare(s.of, model);
        if (opened) {
            auto q = store.to_query(s.of, model);
            s.reader.emplace(store.new_reader());
            opened = store.guarded([&] { return store.start(*s.reader, s.of, std::move(q)); });
        }
        if (!opened)
            end_with(std::move(opened).error());
    }

    void end_with(error why)
    {
        state_->now.emplace(std::move(why));
        state_->ended = true;
    }

    state& here()
    {
        if (!state_) {
            state_ = std::make_unique<state>();
            end_with(detail::moved_from("stream"));
        }
        return *state_;
    }

    void advance()
    {
        auto& s = here();
        s.now.reset();
        if (s.ended)
            return;
        while (!s.now) {
            auto more = s.from->guarded([&] { return s.reader->next(); });
            s.ended   = !more || !*more;
            if (!more)
                s.now.emplace(std::move(more).error());
            if (s.ended)
                return;
            auto read = s.from->guarded([&]() -> result<void> {
                auto row = s.decode(*s.reader, s.of.fields);
                if (!row && s.of.skips(row.error()))
                    return {};
                s.now.emplace(std::move(row));
                return *s.now ? result<void>() : result<void>(s.now->error());
            });
            if (!read && !s.now)
                s.now.emplace(std::move(read).error());
        }
        s.ended = !*s.now;
    }

    std::unique_ptr<state> state_;
};

template<class Backend>
template<class Query, model M>
row_stream<store<Backend>, row_of<Query>> store<Backend>::stream(detail::query_steps<Query, M> const& query)
{
    return {*this, query.plain(), storage::describe_model<M>(), &detail::read_row_as<Query, reader_type>};
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_STREAM_HPP
