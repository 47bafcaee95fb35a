package heddle.platform.binary;

import java.util.Map;

/**
 * What the symbols of a Node.js addon tell: the least version of Node-API that has all it calls
 * (Node.js' manual, "Node-API version matrix"), or the one {@code NODE_MODULE_VERSION} that it was
 * compiled for.
 */
final class NodeApi {
  private static final String OTHER = "node_register_module_v";

  /** The version that brought a function; what is not here was there from the first on. */
  private static final Map<String, Integer> SINCE =
      Map.ofEntries(
          Map.entry("napi_get_uv_event_loop", 2),
          Map.entry("napi_fatal_exception", 3),
          Map.entry("napi_add_env_cleanup_hook", 3),
          Map.entry("napi_remove_env_cleanup_hook", 3),
          Map.entry("napi_create_threadsafe_function", 4),
          Map.entry("napi_get_threadsafe_function_context", 4),
          Map.entry("napi_call_threadsafe_function", 4),
          Map.entry("napi_acquire_threadsafe_function", 4),
          Map.entry("napi_release_threadsafe_function", 4),
          Map.entry("napi_ref_threadsafe_function", 4),
          Map.entry("napi_unref_threadsafe_function", 4),
          Map.entry("napi_create_date", 5),
          Map.entry("napi_is_date", 5),
          Map.entry("napi_get_date_value", 5),
          Map.entry("napi_add_finalizer", 5),
          Map.entry("napi_create_bigint_int64", 6),
          Map.entry("napi_create_bigint_uint64", 6),
          Map.entry("napi_create_bigint_words", 6),
          Map.entry("napi_get_value_bigint_int64", 6),
          Map.entry("napi_get_value_bigint_uint64", 6),
          Map.entry("napi_get_value_bigint_words", 6),
          Map.entry("napi_get_all_property_names", 6),
          Map.entry("napi_set_instance_data", 6),
          Map.entry("napi_get_instance_data", 6),
          Map.entry("napi_detach_arraybuffer", 7),
          Map.entry("napi_is_detached_arraybuffer", 7),
          Map.entry("napi_add_async_cleanup_hook", 8),
          Map.entry("napi_remove_async_cleanup_hook", 8),
          Map.entry("napi_object_freeze", 8),
          Map.entry("napi_object_seal", 8),
          Map.entry("napi_type_tag_object", 8),
          Map.entry("napi_check_object_type_tag", 8),
          Map.entry("node_api_symbol_for", 9),
          Map.entry("node_api_create_syntax_error", 9),
          Map.entry("node_api_throw_syntax_error", 9),
          Map.entry("node_api_get_module_file_name", 9),
          Map.entry("node_api_create_external_string_latin1", 10),
          Map.entry("node_api_create_external_string_utf16", 10),
          Map.entry("node_api_create_property_key_latin1", 10),
          Map.entry("node_api_create_property_key_utf8", 10),
          Map.entry("node_api_create_property_key_utf16", 10),
          Map.entry("node_api_create_buffer_from_arraybuffer", 10));

  private int least;
  private boolean module;
  private String compiled = "";

  /** Takes a global symbol, without the underscore that Mach-O has in front. */
  void symbol(String name, boolean undefined) {
    if (undefined) {
      if (name.startsWith("napi_") || name.startsWith("node_api_")) {
        least = Math.max(least, SINCE.getOrDefault(name, 1));
      }
    } else if (name.startsWith(OTHER)) {
      compiled = name.substring(OTHER.length());
    } else {
      module |= name.equals("napi_register_module_v1");
    }
  }

  void describe(Draft draft) {
    if (module) {
      draft.notes.add(
          "a Node.js addon"
              + (least == 0 ? "; what it calls of Node-API it looks up as it is loaded" : ""));
    }
    if (least > 0) {
      draft.facets.put(Facet.NODE_API, String.valueOf(least));
    }
    if (!compiled.isEmpty() && compiled.chars().allMatch(Character::isDigit)) {
      draft.facets.put(Facet.NODE_MODULE, compiled);
      draft.notes.add("a Node.js addon for NODE_MODULE_VERSION " + compiled + " alone");
    }
  }
}
