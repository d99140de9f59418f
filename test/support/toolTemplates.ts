/** Calls between tags, several in an answer, as Qwen and Hermes models write them. */
export const TAGGED_TOOLS = `{%- if tools %}<|im_start|>system
You may call functions:
{%- for tool in tools %}{{ '\\n' }}{{ tool | tojson }}
{%- endfor %}<|im_end|>
{% endif %}
{%- for message in messages %}
{%- if message.role == 'tool' %}<|im_start|>user
<tool_response>
{{ message.content }}
</tool_response><|im_end|>
{% else %}<|im_start|>{{ message.role }}
{{ message.content }}
{%- for call in message.tool_calls or [] %}
{%- if message.content or not loop.first %}{{ '\\n' }}{% endif %}<tool_call>
{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}
</tool_call>
{%- endfor %}<|im_end|>
{% endif %}
{%- endfor %}
{%- if add_generation_prompt %}<|im_start|>assistant
{% endif %}`;

/** One call, which is a whole answer, as Llama 3 writes it; a tool's result is put into quotes. */
export const BARE_TOOLS = `{%- for message in messages %}
{%- if 'tool_calls' in message %}
{%- if message.tool_calls | length != 1 %}{{ raise_exception('One call at a time') }}{% endif %}
{%- set call = message.tool_calls[0].function %}
{{- '<|start|>assistant<|sep|>\\n\\n{"name": "' + call.name + '", "parameters": ' }}{{ call.arguments | tojson }}{{ '}<|end|>' }}
{%- elif message.role == 'tool' %}
{{- '<|start|>tool<|sep|>\\n\\n' }}{{ message.content | tojson }}{{ '<|end|>' }}
{%- elif loop.first and tools is not none %}
{{- '<|start|>user<|sep|>\\n\\n' }}{% for tool in tools %}{{ tool | tojson(indent=4) }}{{ '\\n' }}{% endfor %}{{ message.content + '<|end|>' }}
{%- else %}
{{- '<|start|>' + message.role + '<|sep|>\\n\\n' + message.content + '<|end|>' }}
{%- endif %}
{%- endfor %}
{{- '<|start|>assistant<|sep|>\\n\\n' }}`;

/** Knows tools, and writes calls as no JSON object. */
export const TOOLS_AS_XML = TAGGED_TOOLS.replace(
  /\{"name": "\{\{ call.function.name \}\}", .*/u,
  '<function={{ call.function.name }}>{{ call.function.arguments | tojson }}</function>',
);
