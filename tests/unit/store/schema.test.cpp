// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/forwarding_backend.hpp"
#include "support/stores.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Which models can be in one store: each name and each table is that of one of them.

namespace schema_test {

/// One shop's models, and the same as another shared library would describe them.
namespace here {
struct site {
    static constexpr std::string_view model_name = "inv.site";
    ssot::uuid                        id{};
    std::string                       name{};
    ssot::sync_log_entry_action       last{};
};
BOOST_DESCRIBE_STRUCT(site, (), (id, name, last))
struct room {
    static constexpr std::string_view                 model_name = "inv.room";
    ssot::uuid                                        id{};
    ssot::foreign_key<site, ssot::on_delete::cascade> in{};
};
BOOST_DESCRIBE_STRUCT(room, (), (id, in))
struct door {
    static constexpr std::string_view                                 model_name = "inv.door";
    ssot::uuid                                                        id{};
    std::optional<ssot::foreign_key<room, ssot::on_delete::set_null>> of{};
    std::optional<ssot::foreign_key<site, ssot::on_delete::cascade>>  at{};
};
BOOST_DESCRIBE_STRUCT(door, (), (id, of, at))
} // namespace here

namespace there {
struct site {
    static constexpr std::string_view model_name = "inv.site";
    ssot::uuid                        id{};
    std::string                       name{};
    ssot::sync_log_entry_action       last{};
};
BOOST_DESCRIBE_STRUCT(site, (), (id, name, last))
struct room {
    static constexpr std::string_view                 model_name = "inv.room";
    ssot::uuid                                        id{};
    ssot::foreign_key<site, ssot::on_delete::cascade> in{};
};
BOOST_DESCRIBE_STRUCT(room, (), (id, in))
} // namespace there

/// The line with the name was copied with the rest. Each is wrong in a way of its own.
namespace copied {
struct rack { // more fields, one of them a text
    static constexpr std::string_view model_name = "inv.site";
    ssot::uuid                        id{};
    std::string                       name{};
    int                               units{};
    std::string                       room{};
};
BOOST_DESCRIBE_STRUCT(rack, (), (id, name, units, room))
struct tag { // fewer
    static constexpr std::string_view model_name = "inv.site";
    ssot::uuid                        id{};
};
BOOST_DESCRIBE_STRUCT(tag, (), (id))
struct seat { // as many, of other kinds
    static constexpr std::string_view model_name = "inv.site";
    std::int64_t                      id{};
    ssot::timestamp                   name{};
    std::optional<double>             last{};
};
BOOST_DESCRIBE_STRUCT(seat, (), (id, name, last))
struct shelf { // the same but for an option of the model
    static constexpr std::string_view model_name = "inv.site";
    static constexpr std::string_view ordering[] = {"-name"};
    ssot::uuid                        id{};
    std::string                       name{};
    ssot::sync_log_entry_action       last{};
};
BOOST_DESCRIBE_STRUCT(shelf, (), (id, name, last))
struct desk { // the same but for the choices
    static constexpr std::string_view model_name = "inv.site";
    ssot::uuid                        id{};
    std::string                       name{};
    ssot::sync_log_entry_status       last{};
};
BOOST_DESCRIBE_STRUCT(desk, (), (id, name, last))
struct log { // that of a model of the library
    static constexpr std::string_view model_name = "nautobot_ssot.synclogentry";
    ssot::uuid                        id{};
    std::string                       words{};
};
BOOST_DESCRIBE_STRUCT(log, (), (id, words))
struct points_at_rack { // good itself
    static constexpr std::string_view                 model_name = "inv.pointing";
    ssot::uuid                                        id{};
    ssot::foreign_key<rack, ssot::on_delete::cascade> in{};
};
BOOST_DESCRIBE_STRUCT(points_at_rack, (), (id, in))
struct same_table { // whose name gives the same table
    static constexpr std::string_view model_name = "inv_site.x";
    static constexpr std::string_view table_name = "inv_site";
    ssot::uuid                        id{};
};
BOOST_DESCRIBE_STRUCT(same_table, (), (id))
struct a_b_c {
    static constexpr std::string_view model_name = "a_b.c";
    ssot::uuid                        id{};
};
BOOST_DESCRIBE_STRUCT(a_b_c, (), (id))
struct a_bc {
    static constexpr std::string_view model_name = "a.b_c";
    ssot::uuid                        id{};
};
BOOST_DESCRIBE_STRUCT(a_bc, (), (id))
} // namespace copied

} // namespace schema_test

namespace {

using namespace schema_test;
using ssot::errc;
using ssot_test::failure;
using ssot_test::key;
using ssot_test::key_value_backend;
using ssot_test::opened;
using ssot_test::rows_in;

using ssot::storage::describe_model;
static_assert(&describe_model<here::site>() != &describe_model<there::site>(), "they stand for two shared libraries");
static_assert(&describe_model<ssot::sync>() == &describe_model<ssot::basic_sync<ssot::raw_types>>());

/// That every call with an `M` is refused, in words that name it and the other type.
template<class M, class Store>
void refuses(Store& store, std::string_view other)
{
    auto const look = [&](auto const& answer) {
        auto const e     = failure(answer);
        auto const words = std::string(e.text());
        BOOST_TEST((e.code() == errc::schema_mismatch), e);
        BOOST_TEST(words.find(describe_model<M>().type) != words.npos, words);
        BOOST_TEST(words.find(other) != words.npos, words);
    };
    using key_type = ssot::key_t<M>;
    M row{};
    look(store.insert(row));
    look(store.insert(std::vector{row, row}));
    look(store.insert_if_absent(row));
    look(store.select(ssot::from<M>()));
    look(store.page(ssot::from<M>().limit(3)));
    look(store.template count<M>());
    look(store.template get<M>(key_type{}));
    look(store.erase(row));
    look(store.template erase<M>(ssot::from<M>()));
    look(store.update(ssot::stored<M>(row, 1)));
    look(store.update_where(ssot::from<M>(), [](M&) {}));
    look(store.validate(row));
    look(store.select(ssot::from<M>().group_by()));
    for (auto const& item : store.stream(ssot::from<M>()))
        look(item);
}

template<class Store>
void refuses_what_is_no_site(Store& store)
{
    refuses<copied::rack>(store, "here::site");
    refuses<copied::tag>(store, "here::site");
    refuses<copied::seat>(store, "here::site");
    refuses<copied::shelf>(store, "here::site");
    refuses<copied::desk>(store, "here::site");
    refuses<copied::same_table>(store, "here::site");
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_schema)

SSOT_TEST_CASE_OVER(backends, a_name_is_that_of_one_model)
{
    BOOST_TEST(describe_model<here::site>().type == "schema_test::here::site");
    opened<> o(backend_name);
    o.store.insert(here::site{.id = key(1), .name = "FRA"}).value();
    refuses_what_is_no_site(o.store);
    refuses<copied::log>(o.store, "ssot::basic_sync_log_entry");
    BOOST_TEST(failure(o.store.insert(copied::points_at_rack{})).code() == errc::schema_mismatch, "what it leads to counts");
    BOOST_TEST(failure(o.store.insert(copied::points_at_rack{})).code() == errc::schema_mismatch, "a second time too");

    BOOST_TEST(o.store.get<here::site>(key(1))->name == "FRA");
    BOOST_TEST(o.store.insert(here::room{.in = ssot::key_to<here::site>{key(1)}}).has_value(), "the store goes on");
    BOOST_TEST(o.store.erase<here::site>(key(1))->total() == 2u);
}

SSOT_TEST_CASE_OVER(backends, the_first_that_came_counts)
{
    opened<> o(backend_name);
    o.store.insert(copied::rack{.name = "r1", .units = 42, .room = "a room with a long name"}).value();
    refuses<here::site>(o.store, "copied::rack");
    BOOST_TEST(failure(o.store.insert(here::room{})).code() == errc::schema_mismatch);
    BOOST_TEST(o.store.select(ssot::from<copied::rack>())->front().room == "a room with a long name");
}

SSOT_TEST_CASE_OVER(backends, in_a_transaction_nothing_is_lost)
{
    opened<> o(backend_name);
    if (!o.store.caps().transactions)
        return;
    auto tx = o.store.begin().value();
    o.store.insert(here::site{.id = key(1), .name = "FRA"}).value();
    refuses<copied::rack>(o.store, "here::site");
    BOOST_TEST(o.store.insert(here::site{.id = key(2), .name = "BER"}).has_value());
    BOOST_TEST(tx.commit().has_value());
    BOOST_TEST(rows_in<here::site>(o.store) == 2u);
}

SSOT_TEST_CASE_OVER(backends, whoever_met_the_first)
{
    opened<> o(backend_name);
    auto     session = o.store.session().value();
    session.insert(here::site{.id = key(1), .name = "FRA"}).value();
    refuses_what_is_no_site(o.store);

    ssot::store beside{o.backend}; // at the same time
    refuses_what_is_no_site(beside);
    ssot::storage::any_backend copy = o.backend;
    ssot::store                over_copy{copy};
    refuses_what_is_no_site(over_copy);
    BOOST_TEST(over_copy.get<here::site>(key(1))->name == "FRA");
}

SSOT_TEST_CASE_OVER(backends, a_store_that_is_gone_counts)
{
    auto backend = make_backend(backend_name);
    ssot::store(backend).insert(here::site{.id = key(1), .name = "FRA"}).value();
    ssot::store store{backend};
    refuses_what_is_no_site(store);
    BOOST_TEST(store.get<here::site>(key(1))->name == "FRA");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(without_any_backend_in_between, Backend, backend_types)
{
    Backend     backend;
    ssot::store first{backend};
    first.insert(here::site{.id = key(1), .name = "FRA"}).value();
    refuses<copied::rack>(first, "here::site");
    ssot::store second{backend};
    refuses<copied::rack>(second, "here::site");
    BOOST_TEST(second.template get<here::site>(key(1))->name == "FRA");
}

BOOST_AUTO_TEST_CASE(copies_of_the_memory_backend_share_what_they_met)
{
    ssot::storage::memory backend;
    auto                  copy = backend;
    ssot::store           first{backend};
    ssot::store           second{copy};
    first.insert(here::site{.id = key(1), .name = "FRA"}).value();
    refuses<copied::rack>(second, "here::site");
    refuses<copied::same_table>(second, "here::site");
    BOOST_TEST(second.get<here::site>(key(1))->name == "FRA");
    BOOST_TEST(second.insert(there::room{.in = ssot::key_to<there::site>{key(1)}}).has_value());
}

// The next backend at an address knows nothing of the one before.
BOOST_AUTO_TEST_CASE_TEMPLATE(each_backend_is_new, Backend, backend_types)
{
    for (int round = 0; round != 2; ++round) {
        std::optional<Backend> place;
        place.emplace();
        {
            ssot::store store{*place};
            store.insert(here::site{.name = "FRA"}).value();
        }
        place.reset();
        place.emplace();
        ssot::store store{*place};
        BOOST_TEST(store.insert(copied::rack{.name = "r", .room = "r"}).has_value());
    }
}

SSOT_TEST_CASE_OVER(backends, two_libraries_share_their_models)
{
    opened<> o(backend_name);
    o.store.insert(here::site{.id = key(1), .name = "FRA"}).value();
    o.store.insert(there::room{.id = key(2), .in = ssot::key_to<there::site>{key(1)}}).value();
    o.store.insert(here::room{.id = key(3), .in = ssot::key_to<here::site>{key(1)}}).value();
    BOOST_TEST(failure(o.store.insert(there::room{.in = ssot::key_to<there::site>{key(9)}})).code() == errc::foreign_key);
    o.store.insert(here::door{.id = key(4), .of = ssot::key_to<here::room>{key(2)}}).value();
    o.store.insert(there::site{.id = key(5), .name = "BER", .last = ssot::sync_log_entry_action::delete_}).value();
    BOOST_TEST(failure(o.store.insert(here::site{.id = key(5), .name = "again"})).code() == errc::already_exists);
    BOOST_TEST(o.store.get<here::site>(key(5))->name == "BER");
    BOOST_TEST((o.store.get<here::site>(key(5))->last == ssot::sync_log_entry_action::delete_));
    auto row = o.store.get<there::site>(key(1)).value();
    row.name = "FRA1";
    o.store.update(row).value();
    BOOST_TEST(o.store.get<here::site>(key(1))->name == "FRA1");
    BOOST_TEST(
        (found(o.store, ssot::from<there::room>().where(ssot::field<&there::room::in, &there::site::name> == "FRA1")) ==
         numbers{2, 3}));

    auto const gone = o.store.erase<there::site>(key(1)).value();
    BOOST_TEST(gone.of("inv.room") == 2u, "whichever library's type they were stored as");
    BOOST_TEST(gone.of<here::room>() == 2u);
    BOOST_TEST(!o.store.get<here::door>(key(4))->of.has_value(), "and what pointed at them forgets them");
}

SSOT_TEST_CASE_OVER(backends, all_types_of_a_model_are_one)
{
    opened<> o(backend_name);
    auto     run = make_sync();
    o.store.insert(run).value();
    BOOST_TEST(o.store.count<ssot::basic_sync<ssot::raw_types>>().value() == 1u);
    BOOST_TEST(o.store.count<ssot::basic_sync<ssot::lenient_types>>().value() == 1u);
    BOOST_TEST(o.store.erase(o.store.get<ssot::basic_sync<ssot::raw_types>>(run.id).value())->total() == 1u);
}

SSOT_TEST_CASE_OVER(backends, a_table_is_that_of_one_model)
{
    {
        opened<> o(backend_name);
        o.store.insert(copied::a_bc{}).value();
        refuses<copied::a_b_c>(o.store, "copied::a_bc");
        BOOST_TEST(rows_in<copied::a_bc>(o.store) == 1u);
    }
    opened<> o(backend_name);
    o.store.insert(copied::same_table{}).value();
    refuses<here::site>(o.store, "copied::same_table");
}

// Without a store in front of it.
BOOST_AUTO_TEST_CASE(the_memory_backend_by_itself)
{
    using namespace ssot::storage;
    memory                  backend;
    model_desc const* const sites[] = {&describe_model<here::site>()};
    backend.prepare_schema({sites, 1, 0, {}}, schema_mode::create).value();
    model_desc const* const racks[] = {&describe_model<here::room>(), &describe_model<copied::rack>()};
    BOOST_TEST(failure(backend.prepare_schema({racks, 1, 0, {}}, schema_mode::create)).code() == errc::schema_mismatch);

    auto                          session = backend.open().value();
    std::vector<here::site> const some{{.id = key(1), .name = "FRA"}};
    std::vector<value_view> const ones{value_view::integer(1)};
    replaced_column const         revision[] = {{3, ones.data()}};
    auto const                    batch      = [&]<class M>(std::vector<M> const& rows, auto const& columns) {
        return record_batch{&describe_model<M>(),
                            accessors_of<M>(),
                            reinterpret_cast<std::byte const*>(rows.data()),
                            sizeof(M),
                            rows.size(),
                            columns};
    };
    BOOST_TEST(session.insert(batch(some, revision)).value() == 1u);
    std::vector<there::site> const more{{.id = key(2), .name = "BER"}};
    BOOST_TEST(session.insert(batch(more, revision)).value() == 1u, "the same model, described elsewhere");

    std::vector<copied::rack> const wrong{{.id = key(3), .room = std::string(1000, 'x')}};
    replaced_column const           column[] = {{4, ones.data()}};
    auto const&                     rack     = describe_model<copied::rack>();
    ssot::storage::query const      by_key{.model = &rack, .where = {{op::eq, 0, 0, 1}}, .args = {value_view::id(key(1))}};
    assignment const                set[] = {{3, value_view::chars("here")}};
    for (auto const& e : {failure(session.insert(batch(wrong, column))),
                          failure(session.insert_if_absent(batch(wrong, column))),
                          failure(session.scan({.model = &rack})),
                          failure(session.scan(by_key)),
                          failure(session.update(by_key, set)),
                          failure(session.erase(by_key)),
                          failure(session.aggregate({.base = {.model = &rack}, .measures = {{fold_fn::count}}}))})
        BOOST_TEST((e.code() == errc::schema_mismatch), e);
    BOOST_TEST(failure(session.scan({.model = &describe_model<here::room>()})).code() == errc::schema_mismatch);
}

// ---- inside a transaction ----------------------------------------------------------------------------------------------

namespace {

namespace st = ssot::storage;

/// Memory whose tables come and go with the transaction that prepares them, and which prepares none while another is open.
class transactional_schema : public ssot_test::forwarding_backend<> {
public:
    class session : public st::memory::session_type {
        using base = st::memory::session_type;

    public:
        session(base s, transactional_schema& of) : base(std::move(s)), of_(&of) {}

        ssot::result<std::size_t> insert(st::record_batch rows)
        {
            return has(*rows.model) ? base::insert(rows) : ssot::result<std::size_t>(no_table());
        }
        ssot::result<st::memory_cursor> scan(st::query const& q)
        {
            return has(*q.model) ? base::scan(q) : ssot::result<st::memory_cursor>(no_table());
        }
        ssot::result<void> begin(st::tx_options options)
        {
            ++of_->open_;
            return base::begin(options);
        }
        ssot::result<void> commit()
        {
            --of_->open_;
            of_->tables_.merge(own_);
            own_.clear();
            return base::commit();
        }
        void rollback() noexcept
        {
            --of_->open_;
            own_.clear();
            base::rollback();
        }
        ssot::result<void> savepoint(unsigned depth)
        {
            before_.push_back(own_);
            return base::savepoint(depth);
        }
        ssot::result<void> rollback_to(unsigned depth)
        {
            own_ = before_[depth - 1];
            return base::rollback_to(depth);
        }
        ssot::result<void> release(unsigned depth)
        {
            before_.resize(depth - 1);
            return base::release(depth);
        }
        ssot::result<std::uint32_t> prepare_schema(st::schema_view schema, st::schema_mode mode)
        {
            if (!of_->by_sessions_)
                return ssot::error(errc::unsupported, "not here");
            for (auto const* model : schema.models)
                if (!of_->tables_.contains(model->name))
                    own_.insert(model->name);
            return of_->forwarding_backend::prepare_schema(schema, mode);
        }

    private:
        bool has(st::model_desc const& model) const
        {
            return of_->tables_.contains(model.name) || own_.contains(model.name);
        }
        static ssot::error no_table() { return {errc::schema_mismatch, "no such table"}; }

        transactional_schema*                   of_;
        std::set<std::string_view>              own_{};
        std::vector<std::set<std::string_view>> before_{};
    };
    using session_type = session;

    explicit transactional_schema(bool by_sessions) : by_sessions_(by_sessions) {}

    st::capabilities caps() const noexcept
    {
        auto out                  = inner().caps();
        out.schema_in_transaction = false;
        return out;
    }
    ssot::result<std::uint32_t> prepare_schema(st::schema_view schema, st::schema_mode mode)
    {
        if (open_ != 0)
            return ssot::error(errc::busy, "would wait for ever");
        for (auto const* model : schema.models)
            tables_.insert(model->name);
        return forwarding_backend::prepare_schema(schema, mode);
    }
    ssot::result<session> open() { return open_as<session>(*this); }

private:
    std::set<std::string_view> tables_{};
    int                        open_ = 0;
    bool                       by_sessions_;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_model_met_in_a_transaction_is_refused_where_the_backend_would_wait)
{
    transactional_schema backend(false);
    ssot::store          store(backend);
    auto                 beside = store.session().value();
    {
        auto       tx   = store.begin().value();
        auto const why  = failure(store.insert(here::site{.name = "AMS"}));
        auto const also = failure(beside.insert(here::site{.name = "AMS"}));
        BOOST_TEST((why.code() == errc::misuse), why);
        BOOST_TEST((also.code() == errc::misuse), "of another session of the thread: " << also);
        BOOST_TEST(to_string(why).find("store.use<M>()") != std::string::npos, why);
        BOOST_TEST(failure(store.use<here::room>()).code() == errc::misuse);
        BOOST_TEST(store.insert(make_sync()).has_value(), "the transaction can go on");
        BOOST_TEST(tx.commit().has_value());
    }
    BOOST_TEST(store.count<ssot::sync>().value() == 1u);
    BOOST_TEST((store.use<here::room, here::door>().has_value()));
    BOOST_TEST((store.use<here::room>().has_value()), "a second time");
    {
        auto tx = store.begin().value();
        BOOST_TEST(store.insert(here::site{.name = "AMS"}).has_value(), "a room leads to it");
        BOOST_TEST(beside.count<here::door>().value() == 0u);
        BOOST_TEST(tx.commit().has_value());
    }
    auto const moved = std::move(store);
    BOOST_TEST(failure(store.use<here::site>()).code() == errc::misuse); // NOLINT(bugprone-use-after-move)
}

BOOST_AUTO_TEST_CASE(a_session_prepares_what_it_meets_in_a_transaction)
{
    transactional_schema backend(true);
    ssot::store          store(backend);
    for (bool const keeps : {false, true, true}) {
        auto             tx = store.begin().value();
        here::site const site{.id = ssot::new_id(), .name = "AMS"};
        BOOST_TEST(store.insert(site).has_value());
        BOOST_TEST(store.insert(here::room{.in = site}).has_value());
        {
            auto inner = store.begin().value();
            BOOST_TEST(store.insert(here::door{}).has_value());
        } // which undoes what was prepared in it
        BOOST_TEST(store.insert(here::door{}).has_value());
        if (keeps)
            BOOST_TEST(tx.commit().has_value());
    }
    BOOST_TEST(store.count<here::site>().value() == 2u);
    BOOST_TEST(store.count<here::room>().value() == 2u);
    BOOST_TEST(store.count<here::door>().value() == 2u);
}

BOOST_AUTO_TEST_CASE(memory_prepares_a_model_in_a_transaction)
{
    ssot::store store(ssot::storage::memory{});
    auto        tx = store.begin().value();
    BOOST_TEST(store.insert(here::site{.name = "AMS"}).has_value());
    BOOST_TEST(tx.commit().has_value());
    BOOST_TEST(store.count<here::site>().value() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
