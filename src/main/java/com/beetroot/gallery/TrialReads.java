package com.beetroot.gallery;

import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.gallery.dynamodb.Tables;
import com.beetroot.gallery.persons.PersonRepository;
import com.beetroot.gallery.persons.PersonsIndex;
import com.beetroot.gallery.persons.ScanReuse;
import com.beetroot.gallery.photos.PhotoRepository;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Reads both lists with a DynamoDB client of its own, to initialise the code that reads need. */
public final class TrialReads {

    private static final String ANYONE = "primed";

    private final PersonRepository persons;
    private final PhotoRepository photos;

    /**
     * Creates the client.
     *
     * @param http answers the client's calls
     * @param endpoint the endpoint of DynamoDB; null to use the SDK's settings
     */
    public TrialReads(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            @Nullable URI endpoint,
            Tables tables,
            Optional<PersonsIndex> index) {
        DynamoDbClient dynamoDb = DynamoDbClient.builder()
                .credentialsProvider(credentials)
                .httpClient(http)
                .applyMutation(builder -> {
                    if (endpoint != null) {
                        builder.endpointOverride(endpoint);
                    }
                })
                .build();
        persons = new PersonRepository(dynamoDb, tables, index, ScanReuse.NEVER, Clock.systemUTC());
        photos = new PhotoRepository(dynamoDb, tables);
    }

    public void read(int limit, ReadBudget budget) {
        persons.list(limit, null, budget);
        photos.list(ANYONE, limit, null, budget);
    }
}
