"""Methods of prayer times: the model, loading, describing, and the default by country."""
